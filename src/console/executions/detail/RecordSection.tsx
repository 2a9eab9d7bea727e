import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { DisplayStatus } from '../../../wow/execution/status.ts'
import { DEFAULT_FRAME_RULE, firstApplicationFrame, parseStackTrace } from '../../../wow/failure/stackTrace.ts'
import { CopyButton } from '../../ui/copy/CopyButton.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { preferences } from '../../ui/preferences.ts'
import { sourceQueries } from '../../ui/data/sourceQueries.ts'
import { useStatusWord } from '../../ui/values/StatusTag.tsx'
import { Time } from '../../ui/values/Time.tsx'
import { executionsAddress } from '../executionSearch.ts'
import { curlOf, markdownOf } from '../../ui/copy/copyAs.ts'
import { DetailSection } from './DetailSection.tsx'
import { Fact } from '../../ui/values/Fact.tsx'
import { tagTexts } from '../../ui/values/EventSentence.tsx'
import { RawJson } from '../../ui/values/RawJson.tsx'
import type { ExecutionRecord } from './executionRecord.ts'

interface RecordSectionProps {
  readonly source: string
  readonly record: ExecutionRecord
  readonly status: DisplayStatus
}

/** What the server keeps about the record itself, and the record in other forms. */
export function RecordSection({ source, record, status }: RecordSectionProps) {
  const { t } = useLingui()
  const markdown = useMarkdown(source, record, status)
  const curl = useCurl(source, record)
  return (
    <DetailSection title={<Trans>Record</Trans>}>
      <dl className="facts">
        <Fact name={<Trans>Version</Trans>}>{record.version}</Fact>
        <Fact name={<Trans>Recorded</Trans>}>
          <Time at={record.firstEventTime} show="absolute" />
        </Fact>
        <Fact name={<Trans>Changed</Trans>}>
          <Time at={record.eventTime} show="absolute" />
        </Fact>
        <Fact name={<Trans>Snapshot</Trans>}>
          {record.snapshotTime !== undefined && <Time at={record.snapshotTime} show="absolute" />}
        </Fact>
        <Fact name={<Trans>Last event</Trans>}>
          <Id value={record.streamId} whole />
        </Fact>
        <Fact name={<Trans>First operator</Trans>}>{record.firstOperator}</Fact>
        <Fact name={<Trans>Last operator</Trans>}>{record.operator}</Fact>
        <Fact name={<Trans>Tags</Trans>}>{tagTexts(record.tags).join(' · ')}</Fact>
        <Fact name={<Trans>Owner</Trans>}>{record.ownerId}</Fact>
        <Fact name={<Trans>Space</Trans>}>{record.spaceId}</Fact>
        <Fact name={<Trans>Tenant</Trans>}>{record.tenantId}</Fact>
      </dl>
      <p className="copy-as">
        <CopyButton text={markdown} label={t`Copy as Markdown, for the incident channel`}>
          <Trans>Copy as Markdown</Trans>
        </CopyButton>
        <CopyButton text={curl} label={t`Copy as curl, without credentials`}>
          <Trans>Copy as curl</Trans>
        </CopyButton>
      </p>
      <RawJson value={record.raw} label={t`the record as JSON`} />
    </DetailSection>
  )
}

/** The address of the server itself where it has one, else that of this gateway. */
function useCurl(source: string, { id, deleted }: ExecutionRecord): () => string {
  const { data } = useQuery(sourceQueries.all())
  const url = data?.sources.find(({ name }) => name === source)?.url
  return () => {
    const base = url ?? new URL(`/api/wow/${encodeURIComponent(source)}`, location.href).href
    const path = `execution_failed/${encodeURIComponent(id)}/${deleted ? 'state/tracing?limit=1' : 'snapshot'}`
    return curlOf(`${base.replace(/\/$/, '')}/${path}`)
  }
}

function useMarkdown(source: string, record: ExecutionRecord, status: DisplayStatus): () => string {
  const { t } = useLingui()
  const { data } = useQuery(sourceQueries.all())
  const statusWord = useStatusWord()(status)
  return () => {
    const { error, eventId, function: handler, retryState, retrySpec } = record.state
    const { aggregateName, aggregateId } = eventId.aggregateId
    const throwables = parseStackTrace(error.stackTrace, preferences().frameRule ?? DEFAULT_FRAME_RULE)
    return markdownOf({
      status: statusWord,
      environment: data?.environment?.name,
      id: record.id,
      address: new URL(executionsAddress(source, {}, record.id), location.href).href,
      facts: [
        [t`Error`, error.errorCode],
        [t`Function`, `${handler.processorName}.${handler.name} (${handler.contextName})`],
        [t`Source`, `${aggregateName} ${aggregateId} v${eventId.version}`],
        [t`Tries`, `${retryState.retries}/${retrySpec.maxRetries}`],
        [t`First frame`, firstApplicationFrame(throwables)?.text ?? ''],
      ],
      message: error.errorMsg,
    })
  }
}
