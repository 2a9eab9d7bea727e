/** JSON as block YAML. Every string that could be read as something else is quoted, in JSON's own way. */
export function toYaml(value: unknown): string {
  return `${block(value, '')}\n`
}

const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z_][\w./-]*(?: [\w./-]+)*$/i

const scalar = (value: unknown): string =>
  typeof value === 'string' && PLAIN.test(value) ? value : (JSON.stringify(value) ?? 'null')

/** A block on lines of its own begins with its indent; what stands on one line does not. */
function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return value.map((item: unknown) => `${indent}- ${block(item, `${indent}  `).trimStart()}`).join('\n')
  }
  if (typeof value !== 'object' || value === null) return scalar(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  if (entries.length === 0) return '{}'
  return entries
    .map(([key, item]) => {
      const text = block(item, `${indent}  `)
      return `${indent}${scalar(key)}:${text.startsWith(' ') ? `\n${text}` : ` ${text}`}`
    })
    .join('\n')
}
