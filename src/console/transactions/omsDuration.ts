import type { Language } from '../ui/preferences.ts'
import { formatDuration } from '../ui/values/format.ts'

const SECOND_MS = 1000

/** A length between two times of an OMS, which writes whole seconds: nothing shorter can be told. */
export const omsDuration = (ms: number, language: Language): string =>
  ms < SECOND_MS ? `< ${formatDuration(SECOND_MS, language)}` : formatDuration(ms, language)
