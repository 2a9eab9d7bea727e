import { useNavigate, useOutletContext, useParams } from 'react-router'
import { useSourceName } from '../ui/useSourceName.ts'
import { ExecutionDetail } from './detail/ExecutionDetail.tsx'
import type { ExecutionNeighbours } from './executionNeighbours.ts'

/** The execution in the address: beside the list where there is room, else in its place. */
export function ExecutionRoute() {
  const source = useSourceName()
  const id = useParams()['id'] ?? ''
  const navigate = useNavigate()
  const neighbours = useOutletContext<ExecutionNeighbours>()
  return (
    <ExecutionDetail source={source} id={id} neighbours={neighbours} onClose={() => void navigate(neighbours.list)} />
  )
}
