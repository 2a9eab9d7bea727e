import { useLingui } from '@lingui/react/macro'
import type { Searched } from '../../../wow/failure/alike.ts'

/** Says what was searched to find failures alike, and never more than that. */
export function useSearchedWords(): (searched: Searched) => string {
  const { t } = useLingui()
  return ({ errorCode, starts, parts, isWithoutMessage }) => {
    const beginnings = starts.map((start) => `“${start}”`).join(' / ')
    const insides = parts.map((part) => `“${part}”`).join(', ')
    const sentences = [
      errorCode === undefined ? '' : errorCode === '' ? t`Without error code.` : t`Error code ${errorCode}.`,
      isWithoutMessage ? t`Without a message.` : '',
      beginnings === '' ? '' : t`The message begins with ${beginnings}.`,
      insides === '' ? '' : t`The message contains ${insides}.`,
    ]
    const isByCode = starts.length === 0 && parts.length === 0 && !isWithoutMessage
    const limits = isWithoutMessage
      ? ''
      : isByCode
        ? t`The message begins with something that changes each time, so it is not searched.`
        : t`What has this in common and differs elsewhere is found too; the same text with other spaces is not.`
    return [...sentences, limits].filter((sentence) => sentence !== '').join(' ')
  }
}
