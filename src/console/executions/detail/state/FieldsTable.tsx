import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { fieldOf } from '../../../../wow/condition/fields.ts'
import { formatInstant } from '../../../ui/values/format.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import { isSameFrames } from '../difference/errorDifference.ts'
import { FramesDifference, MessageDifference } from '../difference/ErrorDifferenceWords.tsx'
import type { FieldPair } from '../difference/stateDifference.ts'

interface FieldsTableProps {
  readonly pairs: readonly FieldPair[]
  /** What the two columns are. */
  readonly names: readonly [string, string]
}

/** Fields with their values at two points. Long texts show what differs in them instead of both. */
export function FieldsTable({ pairs, names }: FieldsTableProps) {
  if (pairs.length === 0) return null
  return (
    <table className="fields-table">
      <thead>
        <tr>
          <th scope="col">
            <Trans>Field</Trans>
          </th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.path} className={pair.isSame ? undefined : 'is-changed'}>
            <th scope="row">
              <FieldName path={pair.path} />
            </th>
            <Values pair={pair} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function FieldName({ path }: { readonly path: string }) {
  const { language } = usePreferences()
  const label = fieldOf(path)?.label[language === 'zh-CN' ? 'zh-CN' : 'en']
  return label === undefined ? <code>{path}</code> : <span data-tip={path}>{label}</span>
}

/** From here on two texts side by side are not compared by eye. */
const LONG_TEXT = 60

function Values({ pair: { path, before, after, isSame } }: { readonly pair: FieldPair }): ReactNode {
  if (path === 'state.error.stackTrace') {
    return (
      <td colSpan={2}>
        {isSame ? (
          <span className="secondary">
            <Trans>the same</Trans>
          </span>
        ) : isSameFrames(textOf(before), textOf(after)) ? (
          <span className="secondary">
            <Trans>the same frames, with other messages</Trans>
          </span>
        ) : (
          <FramesDifference before={textOf(before)} after={textOf(after)} />
        )}
      </td>
    )
  }
  const isLong =
    path === 'state.error.errorMsg' ||
    [before, after].some((value) => typeof value === 'string' && value.length > LONG_TEXT)
  if (isLong) {
    return (
      <td colSpan={2}>
        {isSame ? (
          <Value path={path} value={after} />
        ) : (
          <MessageDifference before={textOf(before)} after={textOf(after)} />
        )}
      </td>
    )
  }
  return (
    <>
      <td>
        <Value path={path} value={before} />
      </td>
      <td>
        <Value path={path} value={after} />
      </td>
    </>
  )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

function Value({ path, value }: { readonly path: string; readonly value: unknown }) {
  const { t } = useLingui()
  const { zone } = usePreferences()
  if (value === undefined) return <span className="secondary">{t`(absent)`}</span>
  if (value === '') return <span className="secondary">{t`(empty)`}</span>
  if (typeof value === 'number' && fieldOf(path)?.type === 'time') return formatInstant(value, zone)
  return typeof value === 'string' ? value : <code>{JSON.stringify(value)}</code>
}
