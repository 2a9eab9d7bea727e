import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { Endpoint } from '../../../gateway/api/capabilities.ts'
import { announce } from '../../ui/announce.ts'
import { MissingReason } from '../../ui/BlockedReason.tsx'
import { useMissing } from '../../ui/data/capabilities.ts'
import { downloadFile } from '../../ui/copy/download.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { formatNumber } from '../../ui/values/format.ts'
import { Popup } from '../../ui/popup/Popup.tsx'
import type { OpenedPopup } from '../../ui/popup/Popup.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { TRACING } from '../detail/neededOperations.ts'
import type { SelectedIds } from './executionSelection.ts'
import { exportExecutions } from './exportExecutions.ts'
import type { ExportFormat, Exported } from './exportExecutions.ts'

interface ExportSelectionProps extends OpenedPopup {
  readonly source: string
  readonly ids: SelectedIds
  readonly columns: readonly string[]
}

type Phase =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'reading'; readonly done: number; readonly all: number }
  | { readonly kind: 'done'; readonly exported: Exported }
  | { readonly kind: 'failed'; readonly error: Error; readonly format: ExportFormat }

/** Asks in which form, reads the selected executions again, and says what became a file and what did not. */
export function ExportSelection({ source, ids, columns, anchor, onClose }: ExportSelectionProps) {
  const { t } = useLingui()
  const { language, zone } = usePreferences()
  const noDeleted = useMissing(source)(TRACING)
  const [phase, setPhase] = useState<Phase>({ kind: 'choosing' })
  const reading = useRef<AbortController>(undefined)
  useEffect(() => () => reading.current?.abort(), [])

  async function start(format: ExportFormat) {
    const controller = new AbortController()
    reading.current = controller
    const order = { source, ids: [...ids], format, columns, language, zone, hasDeleted: noDeleted === undefined }
    const note = (done: number) => setPhase({ kind: 'reading', done, all: order.ids.length })
    note(0)
    try {
      const exported = await exportExecutions(order, controller.signal, note)
      if (controller.signal.aborted) return
      downloadFile(`executions-${source}-${fileTime()}.${format}`, exported.file)
      setPhase({ kind: 'done', exported })
      announce(t`Export finished`)
    } catch (error) {
      if (controller.signal.aborted) return
      setPhase({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)), format })
    }
  }

  const isBusy = phase.kind === 'reading'
  return (
    <Popup label={t`Export`} anchor={anchor} onClose={onClose} isKept={isBusy} className="export-selection">
      {phase.kind === 'choosing' && (
        <>
          <button type="button" className="popup-item" onClick={() => void start('csv')}>
            <Trans>CSV, the columns shown</Trans>
          </button>
          <button type="button" className="popup-item" onClick={() => void start('ndjson')}>
            <Trans>NDJSON, whole documents</Trans>
          </button>
        </>
      )}
      {phase.kind === 'reading' && (
        <Reading
          done={phase.done}
          all={phase.all}
          onCancel={() => {
            reading.current?.abort()
            onClose()
          }}
        />
      )}
      {phase.kind === 'done' && <Done exported={phase.exported} noDeleted={noDeleted} />}
      {phase.kind === 'failed' && (
        <ErrorNote
          error={phase.error}
          title={<Trans>Nothing was exported.</Trans>}
          onRetry={() => void start(phase.format)}
          retrying={false}
        />
      )}
    </Popup>
  )
}

function Reading({ done, all, onCancel }: { done: number; all: number; onCancel: () => void }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const doneText = formatNumber(done, language)
  const allText = formatNumber(all, language)
  return (
    <div className="export-state">
      <progress max={all} value={done} aria-label={t`Export`} />
      <span>
        <Trans>
          {doneText} of {allText} read
        </Trans>
      </span>
      <button type="button" className="link-button" onClick={onCancel}>
        <Trans>Cancel</Trans>
      </button>
    </div>
  )
}

interface DoneProps {
  readonly exported: Exported
  /** What the server lacks to read deleted ones. */
  readonly noDeleted: Endpoint | undefined
}

function Done({ exported: { written, deleted, missing }, noDeleted }: DoneProps) {
  const { language } = usePreferences()
  const writtenText = formatNumber(written, language)
  const deletedText = formatNumber(deleted, language)
  const missingText = formatNumber(missing, language)
  return (
    <output className="export-state">
      <span>
        <Plural
          value={written}
          one={`${writtenText} execution exported.`}
          other={`${writtenText} executions exported.`}
        />
      </span>
      {deleted > 0 && (
        <span>
          <Plural
            value={deleted}
            one={`${deletedText} of them is deleted: its last state is in the file.`}
            other={`${deletedText} of them are deleted: their last state is in the file.`}
          />
        </span>
      )}
      {missing > 0 && (
        <span className="problem">
          <Plural
            value={missing}
            one={`${missingText} was not found and is not in the file.`}
            other={`${missingText} were not found and are not in the file.`}
          />{' '}
          {noDeleted && (
            <>
              <Trans>Deleted ones cannot be read:</Trans> <MissingReason endpoint={noDeleted} isBrief />
            </>
          )}
        </span>
      )}
    </output>
  )
}

/** To the second, in UTC, so that files sort by their age. */
const fileTime = () => new Date().toISOString().slice(0, 19).replaceAll(/[:T]/gu, '-')
