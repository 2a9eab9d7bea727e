/** One polite live region for the whole page: what a person who cannot see it has to hear. */
import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

/** The last announcement. */
export const announced = (): string => said

export function announce(text: string): void {
  // The same sentence twice would not be spoken again; an invisible character makes it new.
  said = text === said ? `${text}\u200B` : text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The last announcement; for the one region in the shell. */
export function useAnnouncement(): string {
  return useSyncExternalStore(subscribe, announced)
}
