/** Tells listeners of messages, in order, after the command has been answered: they never slow it down. */
export function eventBus<Message>(log: (entry: Record<string, unknown>) => void) {
  type Listener = (message: Message) => void
  const listeners = new Set<Listener>()
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
    publish(message: Message): void {
      if (queue.push(message) === 1) setImmediate(deliver)
    },
    subscribe(listener: Listener): () => void {
      // An own function for each subscription, so that one listener may subscribe twice.
      const own: Listener = (message) => listener(message)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    hasListeners: () => listeners.size > 0,
  }
}
