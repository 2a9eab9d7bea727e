/** The OpenAPI document as a page: no script, one style sheet that the policy knows by its hash, nothing from elsewhere. */
import { createHash } from 'node:crypto'
import { isObject } from '../../../wow/json.ts'
import type { OpenApiDocument } from './document.ts'
import type { JsonSchema } from './shapeSchema.ts'

const STYLE = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:70rem;padding:1rem}
h1{font-size:1.5rem}h2{margin-top:2.5rem;font-size:1.25rem}h3{font-size:1rem;margin:.75rem 0 .25rem}
code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
details{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:6px;margin:.5rem 0;padding:0 .75rem}
summary{cursor:pointer;padding:.5rem 0;overflow-wrap:anywhere}
.method{display:inline-block;min-width:4.5rem;font-weight:700}
.what{opacity:.8}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}td,th{text-align:start;vertical-align:top;padding:.25rem .75rem .25rem 0}
a{color:LinkText}:target{outline:2px solid Highlight;outline-offset:2px;scroll-margin-top:4rem}
@media (max-width:40rem){thead{display:none}td{display:block;padding:0}tr{display:block;margin-bottom:.75rem}}
`

/** What the page may load: its own style, nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
/** Empty for what is no text. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const said = (value: unknown): string => escape(text(value))
const code = (content: string): string => `<code>${escape(content)}</code>`

/** A link to a part by its name, for a reference such as `#/components/schemas/wow.api.BindingError`. */
function link(reference: string): string {
  const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(reference) ?? []
  return `<a href="#${escape(`${kind}/${name}`)}">${code(name)}</a>`
}

/** What a schema takes, in one line. */
function shape(schema: unknown): string {
  if (!isObject(schema)) return ''
  const { $ref, type, format, anyOf, items, additionalProperties, enum: values, const: only } = schema
  if (typeof $ref === 'string') return link($ref)
  if (isList(anyOf)) return anyOf.map(shape).join(' or ')
  if (isObject(items)) return `list of ${shape(items)}`
  if (isObject(additionalProperties)) return `by name: ${shape(additionalProperties)}`
  if (isList(values)) return values.map((value) => code(text(value))).join(', ')
  if (only !== undefined) return code(text(only))
  const words = isList(type) ? type.join(' or ') : text(type) || 'anything'
  return escape(typeof format === 'string' ? `${words} (${format})` : words)
}

const cells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join('')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  return `<table><thead><tr>${head.map((each) => `<th scope="col">${each}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row)}</tr>`)
    .join('')}</tbody></table>`
}

/** Media types and what they hold. */
const contents = (content: unknown): string =>
  isObject(content)
    ? Object.entries(content)
        .map(([type, held]) => `${code(type)} ${isObject(held) ? shape(held['schema']) : ''}`)
        .join('<br>')
    : ''

/** The members of a schema, or what it takes at all. */
function schemaBody(schema: JsonSchema): string {
  const { properties, required } = schema
  if (!isObject(properties)) return `<p>${shape(schema)}</p>`
  const needed = isList(required) ? required : []
  return table(
    ['Member', 'Takes', 'Meaning'],
    Object.entries(properties).map(([member, inner]) => [
      `${code(member)}${needed.includes(member) ? ' required' : ''}`,
      shape(inner),
      isObject(inner) ? said(inner['description']) : '',
    ]),
  )
}

/** The id stands inside: then a link to it opens what it stands in. */
const folded = (id: string, summary: string, body: string): string =>
  `<details><summary>${summary}</summary><div id="${escape(id)}">${body}</div></details>`

const named = (kind: string, parts: Readonly<Record<string, JsonSchema>>, body: (part: JsonSchema) => string): string =>
  Object.entries(parts)
    .map(([name, part]) => folded(`${kind}/${name}`, code(name), body(part)))
    .join('')

const isTagged = (described: unknown, tag: string): described is JsonSchema =>
  isObject(described) && isList(described['tags']) && described['tags'].includes(tag)

export function openApiPage({ info, tags, paths, components }: OpenApiDocument): string {
  const parts: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>> = components
  /** What a reference leads to; anything else is itself. */
  function resolved(part: unknown): JsonSchema {
    if (!isObject(part)) return {}
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(text(part['$ref'])) ?? []
    return parts[kind]?.[name] ?? part
  }

  function operation(path: string, method: string, described: JsonSchema): string {
    const { operationId, summary, parameters, requestBody, responses } = described
    const taken = (isList(parameters) ? parameters : []).map(resolved)
    const answers = isObject(responses) ? Object.entries(responses) : []
    return folded(
      text(operationId),
      `<code class="method">${method.toUpperCase()}</code> ${code(path)} <span class="what">${said(summary)}</span>`,
      `<p>${code(text(operationId))}</p>${table(
        ['Parameter', 'In', 'Takes', 'Meaning'],
        taken.map((each) => [
          `${code(text(each['name']))}${each['required'] === true ? ' required' : ''}`,
          said(each['in']),
          shape(each['schema']),
          said(each['description']),
        ]),
      )}${requestBody === undefined ? '' : `<h3>Body</h3><p>${contents(resolved(requestBody)['content'])}</p>`}${table(
        ['Answer', 'Meaning', 'Body'],
        answers.map(([status, answer]) => {
          const { description, content } = resolved(answer)
          return [code(status), said(description), contents(content)]
        }),
      )}`,
    )
  }

  const sections = tags.map(({ name, description }) => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, described]) =>
        isTagged(described, name) ? [operation(path, method, described)] : [],
      ),
    )
    return `<h2>${escape(name)}</h2><p>${escape(description)}</p>${operations.join('\n')}`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(info.title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escape(info.title)} ${escape(info.version)}</h1><p>${escape(info.description)} For programs: <a href="../v3/api-docs">JSON</a>, <a href="../v3/api-docs.yaml">YAML</a>.</p>
${sections.join('\n')}
<h2>Schemas</h2>
${named('schemas', components.schemas, schemaBody)}
</main></body></html>
`
}
