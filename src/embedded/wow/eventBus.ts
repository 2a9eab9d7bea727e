export interface EventBus<Message> {
  publish(message: Message): void
  /** Returns the unsubscribe function. */
  subscribe(listener: (message: Message) => void): () => void
  hasListeners(): boolean
}

/** Tells listeners of messages, in order, after the command has been answered: they never slow it down. */
export function eventBus<Message>(log: (entry: Record<string, unknown>) => void): EventBus<Message> {
  const listeners = new Set<(message: Message) => void>()
  const queue: Message[] = []

  function deliver(): void {
    for (const message of queue.splice(0)) {
      for (const listener of listeners) {
        try {
          listener(message)
        } catch (error) {
          log({ level: 'error', message: 'an event listener failed', cause: String(error) })
        }
      }
    }
  }

  return {
    publish(message) {
      if (queue.push(message) === 1) setImmediate(deliver)
    },
    subscribe(listener) {
      // An own function for each subscription, so that one listener may subscribe twice.
      const own = (message: Message) => listener(message)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    hasListeners: () => listeners.size > 0,
  }
}
