import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useId, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { Endpoint } from '../../../../gateway/api/capabilities.ts'
import { EVENT_NAMES, isEventName } from '../../../../wow/execution/events.ts'
import type { EventName } from '../../../../wow/execution/events.ts'
import type { DomainEventStream } from '../../../../wow/schemas.ts'
import { MissingReason } from '../../../ui/BlockedReason.tsx'
import { useMissing } from '../../../ui/data/capabilities.ts'
import { CopyButton } from '../../../ui/copy/CopyButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { formatNumber } from '../../../ui/values/format.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import { RawJson } from '../../../ui/values/RawJson.tsx'
import { useMedia } from '../../../ui/useMedia.ts'
import { VirtualList } from '../../../ui/table/VirtualList.tsx'
import { ClockTime } from '../../../ui/values/ClockTime.tsx'
import { useOpenAction } from '../../actions/actionAddress.ts'
import { choiceOf } from '../../actions/actionChoices.ts'
import { useActName } from '../../actions/ActionWords.tsx'
import { COMPENSATE_OPERATION } from '../../actions/acts.ts'
import { isOpen, useCommandRun } from '../../actions/commandRuns.ts'
import { useBlockedBy } from '../../actions/useBlockedBy.tsx'
import { useDetailAddress, useDetailPlace } from '../detailAddress.ts'
import { EventSentence } from '../../../ui/values/EventSentence.tsx'
import type { ExecutionRecord } from '../executionRecord.ts'
import { EVENTS } from '../neededOperations.ts'
import { PartLink } from '../PartLink.tsx'
import '../../../ui/textInput.css'
import './history.css'
import { StreamFacts } from './StreamFacts.tsx'
import { useNamedEvents, useVersions } from './useHistoryRows.ts'
import type { HistoryRows } from './useHistoryRows.ts'
import { useOpened } from '../../../ui/popup/useOpened.ts'

interface HistoryPartProps {
  readonly source: string
  readonly record: ExecutionRecord
}

/** As the style sheet has them. */
const ROW_HEIGHTS = { wide: 32, phone: 64 } as const

/** Everything that happened to an execution, however long it took. */
export function HistoryPart({ source, record }: HistoryPartProps) {
  const [newest, setNewest] = useState(record.version)
  const [params, setParams] = useSearchParams()
  const wanted = params.get('event') ?? ''
  const missing = useMissing(source)(EVENTS)
  const name = missing === undefined && isEventName(wanted) ? wanted : undefined
  const part = { source, record, newest }

  function filter(next: string) {
    const changed = new URLSearchParams(params)
    if (next === '') changed.delete('event')
    else changed.set('event', next)
    setParams(changed, { replace: true })
  }

  return (
    <div className="history-part">
      <div className="history-tools">
        <EventChoice name={name} missing={missing} onChoose={filter} />
        <GoToVersion key={newest} id={record.id} newest={newest} />
      </div>
      {record.version > newest && (
        <button type="button" className="link-button" onClick={() => setNewest(record.version)}>
          <Plural value={record.version - newest} one="# new event · Show" other="# new events · Show" />
        </button>
      )}
      {name === undefined ? (
        <Whole key={newest} {...part} />
      ) : (
        <Filtered key={`${name} ${newest}`} name={name} {...part} />
      )}
    </div>
  )
}

interface RowsProps extends HistoryPartProps {
  readonly newest: number
}

function Whole(props: RowsProps) {
  return <Rows {...props} rows={useVersions(props.source, props.record.id, props.newest)} />
}

function Filtered({ name, ...props }: RowsProps & { readonly name: EventName }) {
  const rows = useNamedEvents(props.source, { id: props.record.id, names: [name], newest: props.newest })
  return <Rows {...props} rows={rows} />
}

function Rows({ source, record, rows }: RowsProps & { readonly rows: HistoryRows }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const isPhone = useMedia('(max-width: 599px)')
  const target = useTarget(rows)
  const { opened, open, toggle } = useOpened()
  const [seen, setSeen] = useState<typeof target>()
  if (target !== seen) {
    setSeen(target)
    const version = target && rows.at(target.index)?.version
    if (version !== undefined) open(version)
  }

  return (
    <>
      <ErrorNote
        error={rows.error}
        title={<Trans>The history could not be read.</Trans>}
        onRetry={rows.retry}
        retrying={rows.isFetching}
      />
      <p className="secondary history-count">
        {rows.total !== undefined && (
          <Plural value={rows.total} _0="No such event." one="# event, newest first" other="# events, newest first" />
        )}
      </p>
      <VirtualList
        label={t`Events, newest first`}
        className="history-rows"
        count={rows.count}
        rowHeight={isPhone ? ROW_HEIGHTS.phone : ROW_HEIGHTS.wide}
        keyOf={(index) => rows.at(index)?.version ?? 'next'}
        target={target}
        onShown={rows.show}
        render={({ index, tabIndex }) => {
          const { version, stream } = rows.at(index) ?? {}
          const isOpen = version !== undefined && opened.has(version)
          return (
            <>
              <button
                type="button"
                className="history-row"
                tabIndex={tabIndex}
                aria-expanded={isOpen}
                aria-busy={stream === undefined}
                onClick={() => version !== undefined && toggle(version)}
              >
                <span className="fold-mark" aria-hidden="true">
                  {isOpen ? '▾' : '▸'}
                </span>{' '}
                <span className="history-version">
                  {version !== undefined && `v${formatNumber(version, language)}`}
                </span>{' '}
                {stream === undefined ? (
                  <span className="skeleton" aria-label={t`Loading`} />
                ) : (
                  <>
                    <span className="history-words">
                      {stream.body.map((event) => (
                        <EventSentence key={event.id} event={event} />
                      ))}
                    </span>{' '}
                    <ClockTime at={stream.createTime} />
                  </>
                )}
              </button>
              {isOpen && stream && <OpenEvent source={source} record={record} stream={stream} />}
            </>
          )
        }}
      />
    </>
  )
}

/** The version of the address as a row, once it is known where that stands. */
function useTarget(rows: HistoryRows) {
  const { at } = useDetailPlace()
  const index = at?.kind === 'version' ? rows.indexOf(at.version) : -1
  const isThere = index >= 0 && index < rows.count
  const version = at?.kind === 'version' ? at.version : undefined
  // Another object when the address names another version; not when rows come.
  return useMemo(() => (isThere && version !== undefined ? { index, version } : undefined), [index, isThere, version])
}

function OpenEvent({ source, record, stream }: HistoryPartProps & { readonly stream: DomainEventStream }) {
  const { t } = useLingui()
  const { id } = record
  const address = useDetailAddress(id)
  const { version } = stream
  return (
    <div className="history-more">
      <p className="history-ways">
        <PartLink id={id} part="state" points={[{ kind: 'version', version }, { kind: 'now' }]}>
          <Trans>State at v{version}</Trans>
        </PartLink>
        {version > 1 && (
          <PartLink
            id={id}
            part="state"
            points={[
              { kind: 'version', version: version - 1 },
              { kind: 'version', version },
            ]}
          >
            <Trans>What it changed</Trans>
          </PartLink>
        )}
        <CopyButton
          text={() => new URL(address('history', { kind: 'version', version }), location.href).href}
          label={t`Copy the link to this event`}
        >
          <Trans>Copy link</Trans>
        </CopyButton>
        <PublishAgain source={source} record={record} version={version} />
      </p>
      <StreamFacts stream={stream} />
      <RawJson value={stream} label={t`event v${version} as JSON`} />
    </div>
  )
}

function PublishAgain({ source, record, version }: HistoryPartProps & { readonly version: number }) {
  const name = useActName()('compensate-event')
  const open = useOpenAction()
  const reasonId = useId()
  const missing = useMissing(source)(COMPENSATE_OPERATION)
  const blockedBy = useBlockedBy(isOpen(useCommandRun(source, record.id)))
  const why =
    blockedBy(choiceOf('compensate-event', record, null))?.why ?? (missing && <MissingReason endpoint={missing} />)
  return (
    <>
      <button
        type="button"
        className="link-button"
        aria-disabled={why !== undefined}
        aria-describedby={reasonId}
        onClick={() => why === undefined && open('compensate-event', record.id, version)}
      >
        {name}…
      </button>
      <span id={reasonId} className="secondary">
        {why}
      </span>
    </>
  )
}

interface EventChoiceProps {
  readonly name: EventName | undefined
  /** What the server has not of what it takes to ask by a kind of event. */
  readonly missing: Endpoint | undefined
  readonly onChoose: (name: string) => void
}

function EventChoice({ name, missing, onChoose }: EventChoiceProps) {
  const { t } = useLingui()
  const reasonId = useId()
  const words: Record<EventName, string> = {
    execution_failed_created: t`recorded`,
    compensation_prepared: t`prepared`,
    execution_success_applied: t`succeeded`,
    execution_failed_applied: t`failed again`,
    retry_spec_applied: t`retry spec set`,
    recoverable_marked: t`marked`,
    function_changed: t`function changed`,
    default_aggregate_deleted: t`deleted`,
    default_aggregate_recovered: t`recovered from deletion`,
    default_resource_tags_applied: t`tags set`,
  }
  return (
    <>
      <label className="history-tool">
        <Trans>Event</Trans>
        <select
          className="text-input"
          value={name ?? ''}
          disabled={missing !== undefined}
          aria-describedby={missing && reasonId}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          <option value="">{t`all`}</option>
          {EVENT_NAMES.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </select>
      </label>
      {missing && (
        <p id={reasonId} className="secondary">
          <MissingReason endpoint={missing} isBrief />
        </p>
      )}
    </>
  )
}

/** Any version by its number: a long history is not scrolled through. */
function GoToVersion({ id, newest }: { readonly id: string; readonly newest: number }) {
  const navigate = useNavigate()
  const address = useDetailAddress(id)
  const { at } = useDetailPlace()
  const [typed, setTyped] = useState(at?.kind === 'version' ? String(at.version) : '')
  return (
    <form
      className="history-tool"
      onSubmit={(event) => {
        event.preventDefault()
        const version = Math.max(1, Math.min(newest, Math.round(Number(typed)) || newest))
        setTyped(String(version))
        void navigate(address('history', { kind: 'version', version }), { replace: true })
      }}
    >
      <label className="history-tool">
        <Trans>Version</Trans>
        <input
          className="text-input"
          type="number"
          min={1}
          max={newest}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <button type="submit" className="link-button">
        <Trans>Go to it</Trans>
      </button>
    </form>
  )
}
