import type { DomainEventStream } from '../../wow/schemas.ts'

type Listener = (stream: DomainEventStream) => void

/** Tells listeners of written streams, in order, after the command has been answered: they never slow it down. */
export function eventBus(log: (entry: Record<string, unknown>) => void) {
  const listeners = new Set<Listener>()
  const queue: DomainEventStream[] = []

  function deliver(): void {
    for (const stream of queue.splice(0)) {
      for (const listener of listeners) {
        try {
          listener(stream)
        } catch (error) {
          log({ level: 'error', message: 'an event listener failed', cause: String(error) })
        }
      }
    }
  }

  return {
    publish(stream: DomainEventStream): void {
      if (queue.push(stream) === 1) setImmediate(deliver)
    },
    subscribe(listener: Listener): () => void {
      // An own function for each subscription, so that one listener may subscribe twice.
      const own: Listener = (stream) => listener(stream)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}
