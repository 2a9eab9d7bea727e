import { Suspense, lazy } from 'react'
import { useNavigate, useOutletContext, useParams } from 'react-router'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { loadDetail } from './detailCode.ts'
import type { ExecutionNeighbours } from './executionNeighbours.ts'
import { Skeleton } from '../ui/Skeleton.tsx'

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
    <Suspense fallback={<Skeleton className="detail-skeleton" />}>
      <ExecutionDetail source={source} id={id} neighbours={neighbours} onClose={() => void navigate(neighbours.list)} />
    </Suspense>
  )
}
