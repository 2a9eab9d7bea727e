/** Items for one reader, in order; whoever puts one in never waits. */
export interface Mailbox<Item> {
  put(item: Item): void
  /** Nothing comes any more: the reader gets what is there, and then the error. */
  fail(error: unknown): void
  next(): Promise<Item>
}

export function mailbox<Item>(): Mailbox<Item> {
  const items: Item[] = []
  let failure: { readonly error: unknown } | undefined
  let wake: (() => void) | undefined

  return {
    put(item) {
      items.push(item)
      wake?.()
    },
    fail(error) {
      failure ??= { error }
      wake?.()
    },
    async next() {
      for (;;) {
        const item = items.shift()
        if (item !== undefined) return item
        if (failure !== undefined) throw failure.error
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
