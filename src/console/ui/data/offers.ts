/** What the parts of the page that are on screen offer to the palette: the actions of the open record. */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'

interface Offer {
  readonly key: string
  /** What a person would type to find it. */
  readonly words: string
  /** A second, quieter text: what it does, or why it cannot be done now. */
  readonly detail?: ReactNode
  readonly blocked?: boolean
}

interface Offers {
  /** The heading: "Execution 0Vbj…". */
  readonly title: string
  readonly offers: readonly Offer[]
  readonly choose: (key: string) => void
}

let offered: readonly Offers[] = []
const listeners = new Set<() => void>()

function change(next: readonly Offers[]): void {
  offered = next
  for (const listener of listeners) listener()
}

/** Offers this while the component is on screen. Whoever listens renders again with each of its renders. */
export function useOffers(title: string, offers: readonly Offer[], onChoose: (key: string) => void): void {
  const choose = useEffectEvent(onChoose)
  useEffect(() => {
    const entry: Offers = { title, offers, choose: (key) => choose(key) }
    change([...offered, entry])
    return () => change(offered.filter((other) => other !== entry))
  }, [title, offers])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useOffered(): readonly Offers[] {
  return useSyncExternalStore(subscribe, () => offered)
}
