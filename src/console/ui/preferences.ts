/**
 * What a person chose for this browser: theme, language, time zone, keys, how lists look. Kept in localStorage, or only
 * in memory where the browser refuses storage. Nothing of a server's lives here.
 */
import { useSyncExternalStore } from 'react'
import * as z from 'zod/mini'

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]

export const THEMES = ['system', 'light', 'dark'] as const

export const DENSITIES = ['compact', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]

export const PAGE_SIZES = [50, 100, 200, 500, 1000, 10_000, 100_000] as const

// Renamed, or a lint rule takes it for a promise's.
const orElse = z.catch

const Preferences = z.object({
  theme: orElse(z.enum(THEMES), 'system'),
  language: orElse(z.enum(LANGUAGES), () => browserLanguage()),
  /** `local`, `UTC`, or an IANA name. */
  zone: orElse(z.string().check(z.refine(isZone)), 'local'),
  /** Whose frames are those of a stack trace; undefined is the rule of `src/wow/failure/stackTrace.ts`. */
  frameRule: orElse(
    z.optional(z.object({ framework: z.array(z.string()), application: z.array(z.string()) })),
    undefined,
  ),
  /** How high the rows of lists are. */
  density: orElse(z.enum(DENSITIES), 'compact'),
  /** How many rows a page of a list has. */
  pageSize: orElse(z.literal(PAGE_SIZES), 50),
  /** The columns of each list whose columns were chosen, in their order. */
  columns: orElse(z.record(z.string(), z.array(z.string())), () => ({})),
  /** Whether single characters are keys (`ui/keys.ts`). */
  keys: orElse(z.boolean(), true),
})
export type Preferences = z.infer<typeof Preferences>

const KEY = 'amends.preferences'
const listeners = new Set<() => void>()
let current: Preferences | undefined

function isZone(zone: string): boolean {
  if (zone === 'local') return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0)
    return true
  } catch {
    return false
  }
}

function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

function stored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch {
    return {} // storage refused, or text of another version: start with the defaults
  }
}

function read(): Preferences {
  current ??= Preferences.parse(Object(stored()))
  return current
}

function announce(): void {
  for (const listener of listeners) listener()
}

/** Another tab changed a choice: this one follows. */
function follow(event: StorageEvent): void {
  if (event.key !== KEY && event.key !== null) return
  current = undefined
  announce()
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('storage', follow)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('storage', follow)
  }
}

export function preferences(): Preferences {
  return read()
}

export function setPreferences(patch: Partial<Preferences>): void {
  current = Preferences.parse({ ...read(), ...patch })
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // The choice then lasts as long as the page.
  }
  announce()
}

/** Reads the stored choices again; for tests that start from a given storage. */
export function reloadPreferences(): void {
  current = undefined
  announce()
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read)
}

/** The chosen zone as `Intl` takes it; undefined is the browser's own. */
export function timeZone(zone: string): string | undefined {
  return zone === 'local' ? undefined : zone
}
