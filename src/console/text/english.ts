/**
 * The English texts of a built page. Each file brings its own (`vite.config.ts`), so that no page waits for the words of
 * all others; in development and tests they stand in the code.
 */
import type { Messages } from '@lingui/core'

export const english: Messages = {}

export const addEnglish = (texts: Messages): void => void Object.assign(english, texts)
