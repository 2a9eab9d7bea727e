import { useLingui } from '@lingui/react/macro'
import { Suspense, lazy } from 'react'
import { useNavigate, useOutletContext, useParams } from 'react-router'
import { useSourceName } from '../ui/useSourceName.ts'
import { loadDetail } from './detailCode.ts'
import type { ExecutionNeighbours } from './executionNeighbours.ts'

const ExecutionDetail = lazy(async () => ({ default: (await loadDetail()).ExecutionDetail }))

/**
 * The execution in the address: beside the list where there is room, else in its place. The address changes with the
 * click; the detail's code may come after it.
 */
export function ExecutionRoute() {
  const source = useSourceName()
  const id = useParams()['id'] ?? ''
  const navigate = useNavigate()
  const neighbours = useOutletContext<ExecutionNeighbours>()
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <ExecutionDetail source={source} id={id} neighbours={neighbours} onClose={() => void navigate(neighbours.list)} />
    </Suspense>
  )
}

function DetailSkeleton() {
  const { t } = useLingui()
  return (
    <div className="detail-skeleton">
      <span className="visually-hidden">{t`Loading`}</span>
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="skeleton" />
    </div>
  )
}
