import { activateLanguage } from '../text/i18n.ts'
import { setPreferences } from '../ui/preferences.ts'
import type { Language } from '../ui/preferences.ts'

/** Goes over to a language and keeps it; false where its texts could not be loaded, and the language stays as it was. */
export async function speak(language: Language): Promise<boolean> {
  try {
    await activateLanguage(language)
  } catch {
    return false
  }
  setPreferences({ language })
  return true
}
