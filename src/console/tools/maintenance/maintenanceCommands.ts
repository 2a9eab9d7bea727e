import { useMutation, useQueryClient } from '@tanstack/react-query'
import { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import type { MaintenanceWish, RunVerb } from '../../../gateway/api/maintenance.ts'
import { post, request } from '../../ui/data/request.ts'
import { maintenanceQueries, runsPath } from './maintenanceQueries.ts'

/** What is shown is what the gateway says afterwards, also after a refusal: then somebody else was first. */
function useReadAgain(source: string) {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: maintenanceQueries.all(source) })
}

export function useStartMaintenance(source: string) {
  const onSettled = useReadAgain(source)
  return useMutation({
    mutationFn: (wish: MaintenanceWish) => request(MaintenanceRun, runsPath(source), post(wish)),
    onSettled,
  })
}

export function useSayToRun(source: string, id: number) {
  const onSettled = useReadAgain(source)
  return useMutation({
    mutationFn: (verb: RunVerb) => request(MaintenanceRun, `${runsPath(source)}/${id}/${verb}`, { method: 'POST' }),
    onSettled,
  })
}

export function useSetRate(source: string, id: number) {
  const onSettled = useReadAgain(source)
  return useMutation({
    mutationFn: (rate: number) =>
      request(MaintenanceRun, `${runsPath(source)}/${id}`, post({ rate }, { method: 'PUT' })),
    onSettled,
  })
}
