import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMissing } from '../../../ui/data/capabilities.ts'
import { DialogFrame } from '../../../ui/popup/DialogFrame.tsx'
import { Id } from '../../../ui/values/Id.tsx'
import { fromStateEvent, useExecutionRecord } from '../../detail/executionRecord.ts'
import { TRACING } from '../../detail/neededOperations.ts'
import { executionQueries } from '../../executionQueries.ts'
import '../../../ui/textInput.css'
import './actionDialog.css'
import { useActName } from '../ActionWords.tsx'
import { isAct } from '../acts.ts'
import type { Act } from '../acts.ts'
import { useCommandRun } from '../commandRuns.ts'
import { CompensateForm } from './CompensateForm.tsx'
import { DecisionForm } from './DecisionForm.tsx'
import type { Decision } from './DecisionForm.tsx'
import { FunctionForm } from './FunctionForm.tsx'
import { NoForm } from './NoForm.tsx'
import { RetrySpecForm } from './RetrySpecForm.tsx'
import { TagsForm } from './TagsForm.tsx'
import { isConflict, isPlain, plainIntent } from '../intents.ts'

interface ActionDialogProps {
  readonly source: string
  /** From the address; what names no action opens nothing. */
  readonly act: string
  readonly id: string
  /** The event it is about, where it is about one. */
  readonly version: number | undefined
  readonly onClose: () => void
}

/** Asks before an action: what would be done to what, where, and what one should know; then sends it. */
export function ActionDialog({ act, ...about }: ActionDialogProps) {
  return isAct(act) ? <KnownActionDialog act={act} {...about} /> : null
}

function KnownActionDialog({ source, act, id, version, onClose }: ActionDialogProps & { readonly act: Act }) {
  const title = useActName()(act)
  const reading = useKnownRecord(source, id)
  const record = reading.data

  return (
    <DialogFrame title={title} subject={<Id value={id} whole bare />} isWide={!isPlain(act)} onClose={onClose}>
      {record ? (
        <ActForm source={source} act={act} record={record} version={version} onClose={onClose} />
      ) : (
        <NoForm
          reading={reading}
          failure={<Trans>This execution could not be read.</Trans>}
          reason={record === null ? <Trans>This server knows no execution with this id.</Trans> : undefined}
          onClose={onClose}
        />
      )}
    </DialogFrame>
  )
}

function ActForm({ act, version, ...decision }: Decision & Pick<ActionDialogProps, 'version'>) {
  if (act === 'apply-retry-spec') return <RetrySpecForm {...decision} act={act} />
  if (act === 'change-function') return <FunctionForm {...decision} act={act} />
  if (act === 'tags') return <TagsForm {...decision} act={act} />
  if (act === 'compensate-event') return <CompensateForm {...decision} act={act} version={version} />
  return <DecisionForm {...decision} act={act} intentOf={(version) => plainIntent(act, version)} />
}

/**
 * The record as it is known best: what queries show of it and, when a command was refused because it has moved on, its
 * events, which queries may not show yet.
 */
function useKnownRecord(source: string, id: string) {
  const shown = useExecutionRecord(source, id)
  const movedOn = isConflict(useCommandRun(source, id))
  const hasEvents = useMissing(source)(TRACING) === undefined
  const last = useQuery({
    ...executionQueries.lastState(source, id),
    select: fromStateEvent,
    enabled: hasEvents && (movedOn || shown.data === null),
  })
  return last.data && last.data.version > (shown.data?.version ?? 0) ? last : shown
}
