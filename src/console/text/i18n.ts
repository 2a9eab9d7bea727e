import { setupI18n } from '@lingui/core'
import type { Language } from '../ui/preferences.ts'
import { english } from './english.ts'

/** The page's texts. English comes with the code that says it, Chinese as a whole when it is asked for. */
export const i18n = setupI18n({ locale: 'en', messages: { en: english } })

/** Makes `language` the language of page and document. Throws when its texts cannot be loaded. */
export async function activateLanguage(language: Language): Promise<void> {
  if (language === 'zh-CN' && i18n.locale !== 'zh-CN') {
    const { messages } = await import('./zh-CN.po')
    i18n.load('zh-CN', messages)
  }
  i18n.activate(language)
  document.documentElement.lang = language
}
