/** The OpenAPI document as a page: no script, one style sheet that the policy knows by its hash, nothing from elsewhere. */
import { createHash } from 'node:crypto'
import { isObject } from '../../../wow/json.ts'
import type { OpenApiDocument } from './document.ts'
import type { JsonSchema } from './shapeSchema.ts'

const STYLE = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:70rem;padding:1rem}
h1{font-size:1.5rem}h2{margin-top:2.5rem;font-size:1.25rem}h3{font-size:1rem;margin:.75rem 0 .25rem}
code,pre{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;margin:.25rem 0 .75rem}
details{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:6px;margin:.5rem 0;padding:0 .75rem}
summary{cursor:pointer;padding:.5rem 0;overflow-wrap:anywhere}
.method{display:inline-block;min-width:4.5rem;font-weight:700}
.what{opacity:.8}
table{border-collapse:collapse;width:100%}td,th{text-align:start;vertical-align:top;padding:.25rem .75rem .25rem 0}
a{color:LinkText}:target{outline:2px solid Highlight;outline-offset:2px}
@media (max-width:40rem){td,th{display:block;padding:0}tr{display:block;margin-bottom:.5rem}}
`

/** What the page may load: its own style, nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

/** JSON as text, each reference a link to what it names. */
const shown = (schema: unknown): string =>
  escape(JSON.stringify(schema, null, 2) ?? '').replace(
    /#\/components\/(\w+)\/([\w.-]+)/g,
    (whole, kind: string, name: string) => `<a href="#${kind}/${name}">${whole}</a>`,
  )

const raw = (value: unknown): string => `<pre>${shown(value)}</pre>`

function rows(entries: readonly (readonly [string, unknown])[], head: string): string {
  const body = entries
    .map(([name, value]) => `<tr><th scope="row"><code>${escape(name)}</code></th><td>${raw(value)}</td></tr>`)
    .join('')
  return entries.length === 0 ? '' : `<h3>${head}</h3><table><tbody>${body}</tbody></table>`
}

const namedParts = (kind: string, parts: Readonly<Record<string, JsonSchema>>, title: string): string =>
  `<h2>${title}</h2>${Object.entries(parts)
    .map(
      ([name, part]) =>
        `<details id="${kind}/${escape(name)}"><summary><code>${escape(name)}</code></summary>${raw(part)}</details>`,
    )
    .join('')}`

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

function operation(path: string, method: string, described: JsonSchema): string {
  const { operationId, summary, parameters, requestBody, responses } = described
  const listed = isList(parameters) ? parameters : []
  return `<details id="${escape(String(operationId))}"><summary><code class="method">${method.toUpperCase()}</code> <code>${escape(path)}</code> <span class="what">${escape(String(summary))}</span></summary>
<p><code>${escape(String(operationId))}</code></p>
${listed.length === 0 ? '' : `<h3>Parameters</h3>${raw(listed)}`}
${requestBody === undefined ? '' : `<h3>Request body</h3>${raw(requestBody)}`}
${isObject(responses) ? rows(Object.entries(responses), 'Answers') : ''}</details>`
}

const isTagged = (described: unknown, tag: string): described is JsonSchema =>
  isObject(described) && isList(described['tags']) && described['tags'].includes(tag)

export function openApiPage(document: OpenApiDocument): string {
  const { info, tags, paths, components } = document
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
${namedParts('schemas', components.schemas, 'Schemas')}
${namedParts('parameters', components.parameters, 'Parameters')}
${namedParts('requestBodies', components.requestBodies, 'Request bodies')}
${namedParts('responses', components.responses, 'Answers')}
${namedParts('headers', components.headers, 'Headers')}
</main></body></html>
`
}
