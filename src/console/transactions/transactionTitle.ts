/** What a transaction is called: its kind and object in words. Pure. */
import { KNOWN_TYPES } from '../../oms/cmds.ts'
import type { Language } from '../ui/preferences.ts'
import { kindWord } from './transactionWords.tsx'

interface Named {
  readonly cmd?: number | undefined
  readonly type?: number | null
  readonly memo?: string | null
  readonly idName?: string | null
}

const typeWord = (type: number | null | undefined, language: Language): string | undefined => {
  const known = type === null || type === undefined ? undefined : KNOWN_TYPES[type]
  return known && (language === 'zh-CN' ? known.zh : known.en)
}

/** `Add table guild_rank`; by the kind, else the Type, else the remark, else the number of the Type. */
export function transactionTitle({ cmd, type, memo, idName }: Named, language: Language): string {
  const kind =
    (cmd === undefined ? undefined : kindWord(cmd, language)) ??
    typeWord(type, language) ??
    (memo || (type === null || type === undefined ? '' : `Type ${type}`))
  const title = kind.charAt(0).toUpperCase() + kind.slice(1)
  return idName ? `${title} ${idName}` : title
}
