/** The words of the OMS as this console says them: statuses, kinds, operations, ways. */
import { Trans, useLingui } from '@lingui/react/macro'
import { transactionKind } from '../../oms/cmds.ts'
import { actionStatus, transactionStatus } from '../../oms/statuses.ts'
import type { NotOffered } from '../../oms/operations.ts'
import type { Operation, TransitionOrigin } from '../../oms/transitions.ts'
import type { Language } from '../ui/preferences.ts'
import { usePreferences } from '../ui/preferences.ts'

const inLanguage = ({ zh, en }: { readonly zh: string; readonly en: string }, language: Language): string =>
  language === 'zh-CN' ? zh : en

/** The word for a transaction's status; a number that is not known stands for itself. */
export const statusWord = (code: number, language: Language): string => {
  const status = transactionStatus(code)
  return status === undefined ? String(code) : inLanguage(status, language)
}

export const actionStatusWord = (code: number, language: Language): string => {
  const status = actionStatus(code)
  return status === undefined ? String(code) : inLanguage(status, language)
}

/** The kind that an interface code stands for; undefined for a code that is not known. */
export const kindWord = (cmd: number, language: Language): string | undefined => {
  const kind = transactionKind(cmd)
  return kind && inLanguage(kind, language)
}

/** The looks of a status, by what it means for a person; colour is never alone. */
export type StatusLook = 'waiting' | 'moving' | 'suspended' | 'good' | 'bad' | 'unknown'

export function statusLook(code: number): StatusLook {
  if (code === 1) return 'waiting'
  if (code === 5) return 'suspended'
  if (code === 9) return 'good'
  if (code === 10) return 'bad'
  return transactionStatus(code)?.actor === 'engine' ? 'moving' : 'unknown'
}

export function useOperationWord(): (operation: Operation) => string {
  const { t } = useLingui()
  const words: Record<Operation, string> = {
    execute: t`Execute`,
    resume: t`Resume`,
    suspend: t`Suspend`,
    endAbnormally: t`End abnormally`,
    rollback: t`Roll back`,
  }
  return (operation) => words[operation]
}

export function useOriginWord(): (origin: TransitionOrigin) => string {
  const { t } = useLingui()
  const words: Record<TransitionOrigin, string> = {
    webservice: t`over the webservice`,
    oms: t`only in the OMS`,
    engine: t`by the engine`,
  }
  return (origin) => words[origin]
}

/** Why an operation is not offered, in words that follow its name. */
export function useNotOfferedWord(): (reason: NotOffered) => string {
  const { t } = useLingui()
  const { language } = usePreferences()
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  return (reason) => {
    switch (reason.code) {
      case 'closed':
        return t`the transaction is closed for good`
      case 'not-over-the-webservice':
        return t`the OMS can do it, its webservice cannot: do it in the OMS`
      case 'status': {
        const statuses = list.format(reason.from.map((status) => statusWord(status, language)))
        return reason.from.length === 0
          ? t`no interface is known that leads to it`
          : t`only possible when it is ${statuses}`
      }
      case 'unknown-status':
        return t`this console does not know the status`
      case 'kind-unknown':
        return t`the kind has to be known first`
      case 'kind': {
        const kinds = list.format(reason.cmds.map((cmd) => kindWord(cmd, language) ?? String(cmd)))
        return t`the webservice takes only a ${kinds}: do it in the OMS`
      }
      case 'cannot-redo':
        return t`the transaction itself says that it cannot be redone`
      default:
        return ''
    }
  }
}

/** One sentence: who has to act before the transaction moves on. `canHere`: the operation can be done in this console. */
export function WhoActs({ status, canHere }: { readonly status: number; readonly canHere: boolean }) {
  const { language } = usePreferences()
  switch (transactionStatus(status)?.key) {
    case 'awaiting-execution':
      return canHere ? (
        <Trans>Waiting for a person: execute it here, or end it in the OMS.</Trans>
      ) : (
        <Trans>Waiting for a person: execute or end it in the OMS.</Trans>
      )
    case 'suspended':
      return canHere ? (
        <Trans>Waiting for a person: resume it here, or end it in the OMS.</Trans>
      ) : (
        <Trans>Waiting for a person in the OMS: the webservice cannot resume this kind.</Trans>
      )
    case 'queued':
      return <Trans>Waiting for the engine: it stands in the queue and starts by itself.</Trans>
    case 'preparing':
      return <Trans>The engine prepares it; nobody has to act.</Trans>
    case 'executing':
      return <Trans>The engine executes it; nobody has to act.</Trans>
    case 'awaiting-resume':
      return <Trans>Resumed; waiting for the engine to take it up again.</Trans>
    case 'awaiting-rollback':
      return <Trans>Waiting for the engine to roll it back.</Trans>
    case 'rolling-back':
      return <Trans>The engine rolls it back; nobody has to act.</Trans>
    case 'succeeded':
      return <Trans>It succeeded and is closed for good.</Trans>
    case 'ended-abnormally':
      return <Trans>It ended abnormally and is closed for good.</Trans>
    case 'paused':
      return <Trans>Paused. The guide does not say what leads out of it; look into the OMS.</Trans>
    case undefined:
    default:
      return <Trans>This console does not know the status {statusWord(status, language)}; look into the OMS.</Trans>
  }
}
