/** What this tab remembers over a reload; where the browser refuses storage, as long as the page lives. */
const memory = new Map<string, string>()

/** Undefined where nothing is kept under the name, or nothing that can be read. */
export function kept(name: string): unknown {
  try {
    return JSON.parse(memory.get(name) ?? sessionStorage.getItem(name) ?? '') ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps what JSON can hold; `undefined` forgets. */
export function keep(name: string, value: unknown): void {
  memory.delete(name)
  try {
    if (value === undefined) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, JSON.stringify(value))
  } catch {
    if (value !== undefined) memory.set(name, JSON.stringify(value))
  }
}
