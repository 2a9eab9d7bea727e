import { Trans, useLingui } from '@lingui/react/macro'
import { Id } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'
import { DetailSection } from './DetailSection.tsx'
import { Fact } from './Fact.tsx'
import { tagTexts } from './EventSentence.tsx'
import { RawJson } from './RawJson.tsx'
import type { ExecutionRecord } from './executionRecord.ts'

/** What the server keeps about the record itself. */
export function RecordSection({ record }: { readonly record: ExecutionRecord }) {
  const { t } = useLingui()
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
      <RawJson value={record.raw} label={t`the record as JSON`} />
    </DetailSection>
  )
}
