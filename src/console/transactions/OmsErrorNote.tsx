import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import * as z from 'zod/mini'
import { OmsFailure, OtherEcho } from '../../gateway/api/oms.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Fold } from '../ui/Fold.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { ApiError } from '../ui/data/request.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { transactionAddress } from './transactionAddress.ts'
import { kindWord, statusWord } from './transactionWords.tsx'

interface OmsErrorNoteProps {
  /** Nothing is shown for null. */
  readonly error: Error | null
  readonly title: ReactNode
  /** Of the transaction that was asked for: the other kinds it may have are then links. */
  readonly ids?: { readonly setId: number; readonly transId: number } | undefined
  readonly onRetry?: (() => void) | undefined
  readonly retrying?: boolean
}

const Body = z.looseObject({ oms: OmsFailure })

/** A failure of the OMS: what it means and the way out, its own words, and its raw answer one click away. */
export function OmsErrorNote({ error, title, ids, ...retry }: OmsErrorNoteProps) {
  if (error === null) return null
  const failure = failureOf(error)
  return (
    <ErrorNote error={error} title={title} wayOut={<WayOut error={error} ids={ids} />} {...retry}>
      {failure !== undefined && failure.raw !== '' && (
        <Fold
          className="raw-json"
          summary={
            <Trans>
              The answer as it came (HTTP {failure.status}, {failure.contentType})
            </Trans>
          }
        >
          {() => (
            <div className="raw-json-body">
              <pre>{failure.raw}</pre>
            </div>
          )}
        </Fold>
      )}
    </ErrorNote>
  )
}

const WrongCmd = z.looseObject({ code: z.literal('wrong-cmd'), type: z.number(), cmds: z.array(z.number()) })
const CallerRefused = z.looseObject({ code: z.literal('caller-not-whitelisted'), ip: z.optional(z.string()) })
const StatusForbids = z.looseObject({ code: z.literal('status-forbids'), transactionStatus: z.optional(z.number()) })

const OtherBody = z.looseObject({ otherEcho: OtherEcho })

function failureOf(error: Error): OmsFailure | undefined {
  const body = Body.safeParse(error instanceof ApiError ? error.body : undefined)
  return body.success ? body.data.oms : undefined
}

interface WayOutProps {
  readonly error: Error
  readonly ids?: OmsErrorNoteProps['ids']
}

/** What a failure means, in one sentence, and what leads out of it. */
export function WayOut({ error, ids }: WayOutProps) {
  const { language } = usePreferences()
  if (!(error instanceof ApiError)) return <Trans>Something went wrong in this page.</Trans>
  const explanation = failureOf(error)?.explanation
  const forbids = StatusForbids.safeParse(explanation)
  const caller = CallerRefused.safeParse(explanation)
  const wrong = WrongCmd.safeParse(explanation)
  switch (error.code) {
    case 'Unreachable':
      return <Trans>Amends was not reached.</Trans>
    case 'OmsWrongCmd':
      return wrong.success ? <OtherKinds type={wrong.data.type} cmds={wrong.data.cmds} ids={ids} /> : <OtherKinds />
    case 'OmsCallerNotWhitelisted':
      return (
        <Trans>
          Have the address {caller.success ? (caller.data.ip ?? '') : ''} of this Amends put on the whitelist of the
          OMS.
        </Trans>
      )
    case 'OmsObjectNotWhitelisted':
      return <Trans>Have the address of this Amends whitelisted in the OMS for this kind and this table.</Trans>
    case 'OmsTokenRefused':
      return (
        <Trans>
          A fresh token was refused too. The account of this Amends may have lost its rights: look at it in the OMS.
        </Trans>
      )
    case 'OmsLoginRefused':
      return <Trans>Correct the user or the password with which this Amends was started.</Trans>
    case 'OmsNoSuchTransaction':
      return <Trans>Check the set id and the transaction id; the OMS may also have removed it.</Trans>
    case 'OmsStatusForbids': {
      const status = forbids.success ? forbids.data.transactionStatus : undefined
      return status === undefined ? (
        <Trans>Its status does not allow this; somebody may have been faster.</Trans>
      ) : (
        <Trans>
          Its status is “{statusWord(status, language)}”, which does not allow this; somebody may have been faster.
        </Trans>
      )
    }
    case 'OmsUnreadable':
      return explanation?.code === 'empty-answer' ? (
        <Trans>The OMS answered with nothing.</Trans>
      ) : (
        <Trans>Something else than the OMS answered, a proxy perhaps.</Trans>
      )
    case 'OmsOtherTransaction': {
      const other = OtherBody.safeParse(error.body)
      if (!other.success) return <Trans>The OMS answered about another transaction than the one asked for.</Trans>
      const { setId, transIds } = other.data.otherEcho
      return (
        <Trans>
          The OMS answered about another transaction ({setId ?? '–'} / {transIds.join(', ')}) than the one asked for;
          that answer is not shown.
        </Trans>
      )
    }
    case 'OmsUnreachable':
      return <Trans>The OMS was not reached.</Trans>
    case 'OmsTimeout':
      return <Trans>The OMS did not answer in time.</Trans>
    default:
      return error.isOutage ? <Trans>The server failed.</Trans> : <Trans>The OMS refused.</Trans>
  }
}

function OtherKinds({
  type,
  cmds = [],
  ids,
}: {
  type?: number
  cmds?: readonly number[]
  ids?: OmsErrorNoteProps['ids']
}) {
  const source = useSourceName()
  const { language } = usePreferences()
  if (type === undefined) return <Trans>The transaction is of another kind: choose the right one.</Trans>
  if (cmds.length === 0 || ids === undefined) {
    return <Trans>The transaction is of Type {type}; this console knows no kind that admits it.</Trans>
  }
  return (
    <>
      <Trans>The transaction is of Type {type}. Open it as:</Trans>{' '}
      {cmds.map((cmd) => (
        <Link key={cmd} to={transactionAddress(source, ids, { cmd })}>
          {kindWord(cmd, language) ?? cmd}
        </Link>
      ))}
    </>
  )
}
