import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { MAINTENANCE_KINDS, MAINTENANCE_OPERATIONS } from '../../../gateway/api/maintenance.ts'
import type { MaintenanceKind, MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { announce } from '../../ui/announce.ts'
import { MissingReason } from '../../ui/BlockedReason.tsx'
import { useMissing } from '../../ui/data/capabilities.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { formatClock } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { EarlierRuns } from './EarlierRuns.tsx'
import './maintenance.css'
import { maintenanceQueries } from './maintenanceQueries.ts'
import { KindMeaning, useKindWord, useStatusWord } from './maintenanceWords.tsx'
import { RunPanel } from './RunPanel.tsx'
import { StartDialog } from './StartDialog.tsx'

const noRuns: readonly MaintenanceRun[] = []

/** Batches over every record, run by the gateway. One at a time. */
export function MaintenancePage() {
  const { t } = useLingui()
  const source = useSourceName()
  const { zone } = usePreferences()
  const { data, error, refetch, isFetching } = useQuery(maintenanceQueries.runs(source))
  const [kind, setKind] = useState<MaintenanceKind>()
  const open = data?.runs.find(({ endedAt }) => endedAt === null)
  useAnnouncedEnd(data?.runs ?? noRuns, open?.id)
  return (
    <Screen title={t`Maintenance`}>
      {data === undefined ? (
        error === null ? (
          <p className="maintenance-loading secondary">{t`Loading`}</p>
        ) : (
          <ErrorNote
            error={error}
            title={<Trans>The runs could not be read.</Trans>}
            onRetry={() => void refetch()}
            retrying={isFetching}
          />
        )
      ) : (
        <>
          <p className={error === null ? 'secondary' : 'problem'} role={error === null ? undefined : 'alert'}>
            <Trans>As of {formatClock(data.now, zone)}</Trans>
            {error !== null && (
              <>
                {' · '}
                <Trans>could not be renewed</Trans>: <span lang="en">{error.message}</span>
              </>
            )}
          </p>
          {open === undefined ? <Offers onStart={setKind} /> : <RunPanel key={open.id} run={open} />}
          <section className="tool-part" aria-labelledby="earlier-runs">
            <h2 id="earlier-runs">
              <Trans>Earlier runs</Trans>
            </h2>
            <EarlierRuns runs={data.runs.filter(({ endedAt }) => endedAt !== null)} />
          </section>
        </>
      )}
      {kind !== undefined && <StartDialog source={source} kind={kind} onClose={() => setKind(undefined)} />}
    </Screen>
  )
}

/** Says the end of a run also to who does not see that its panel goes. */
function useAnnouncedEnd(runs: readonly MaintenanceRun[], openId: number | undefined): void {
  const kindWord = useKindWord()
  const statusWord = useStatusWord()
  const before = useRef<number>(undefined)
  useEffect(() => {
    const ended = runs.find(({ id, endedAt }) => id === before.current && endedAt !== null)
    if (ended !== undefined) announce(`${kindWord(ended.kind)}: ${statusWord(ended.status)}`)
    before.current = openId
  })
}

function Offers({ onStart }: { onStart: (kind: MaintenanceKind) => void }) {
  const kindWord = useKindWord()
  const whyNot = useToolBlocked('admin')
  const whyId = useId()
  const missing = useMissing(useSourceName())
  return (
    <>
      {whyNot !== undefined && (
        <p id={whyId} className="problem">
          {whyNot}
        </p>
      )}
      {MAINTENANCE_KINDS.map((kind) => {
        const endpoint = missing(MAINTENANCE_OPERATIONS[kind])
        return (
          <section key={kind} className="tool-part maintenance-offer" aria-labelledby={`offer-${kind}`}>
            <h2 id={`offer-${kind}`}>{kindWord(kind)}</h2>
            <KindMeaning kind={kind} />
            <Button
              disabled={whyNot !== undefined || endpoint !== undefined}
              aria-describedby={endpoint !== undefined ? `missing-${kind}` : whyNot === undefined ? undefined : whyId}
              onClick={() => onStart(kind)}
            >
              {kindWord(kind)}…
            </Button>
            {endpoint !== undefined && (
              <p id={`missing-${kind}`} className="problem">
                <MissingReason endpoint={endpoint} />
              </p>
            )}
          </section>
        )
      })}
    </>
  )
}
