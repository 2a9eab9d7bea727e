/** What the gateway's store holds of maintenance runs: a row for each, and the records that were left out. */
import type { Selectable } from 'kysely'
import type { MaintenanceFailures, MaintenanceWish } from '../api/maintenance.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import type { MaintenanceRunTable } from '../store/tables.ts'

export type RunRow = Selectable<MaintenanceRunTable>
export type RunPatch = Partial<Omit<RunRow, 'id'>>

/** A record that the server fails at. */
interface LeftOut {
  readonly recordId: string
  readonly at: number
  readonly message: string
}

export interface RunRows {
  byId(id: number): Promise<RunRow | undefined>
  byIntent(intentId: string): Promise<RunRow | undefined>
  /** The one of a source that has not ended. */
  open(source: string): Promise<RunRow | undefined>
  /** The newest first. */
  newest(source: string): Promise<readonly RunRow[]>
  running(): Promise<readonly RunRow[]>
  failures(id: number): Promise<MaintenanceFailures['failures']>
  add(run: Pick<RunRow, 'source' | 'server' | 'started_at'> & MaintenanceWish): Promise<RunRow>
  patch(id: number, patch: RunPatch): Promise<void>
  /** Notes a record that is left out, together with what that makes of the run. */
  leaveOut(id: number, record: LeftOut, patch: RunPatch): Promise<void>
}

/** Sorts before every id. */
export const FIRST = '(0)'
const MOST_RUNS = 50
const MOST_FAILURES = 200

export async function openRunRows(store: GatewayStore): Promise<RunRows> {
  // What was on its way when the process ended: nobody can say whether it was done.
  await store
    .updateTable('maintenance_run')
    .set((eb) => ({ uncertain: eb.fn('max', ['uncertain', 'in_flight']), in_flight: 0 }))
    .where('in_flight', '>', 0)
    .execute()

  const table = () => store.selectFrom('maintenance_run').selectAll()
  return {
    byId: (id) => table().where('id', '=', id).executeTakeFirst(),
    byIntent: (intentId) => table().where('intent_id', '=', intentId).executeTakeFirst(),
    open: (source) => table().where('source', '=', source).where('ended_at', 'is', null).executeTakeFirst(),
    newest: (source) => table().where('source', '=', source).orderBy('id', 'desc').limit(MOST_RUNS).execute(),
    running: () => table().where('status', '=', 'running').execute(),
    async failures(id) {
      const rows = await store
        .selectFrom('maintenance_failure')
        .selectAll()
        .where('run_id', '=', id)
        .orderBy('id')
        .limit(MOST_FAILURES)
        .execute()
      return rows.map(({ record_id: recordId, at, message }) => ({ recordId, at, message }))
    },
    add: ({ intentId, skips, ...run }) =>
      store
        .insertInto('maintenance_run')
        .values({
          ...run,
          intent_id: intentId,
          status: 'running',
          skips: skips ? 1 : 0,
          after_id: FIRST,
          done: 0,
          failed: 0,
          in_flight: 0,
          uncertain: 0,
          maybe_twice: 0,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    async patch(id, patch) {
      await store.updateTable('maintenance_run').set(patch).where('id', '=', id).execute()
    },
    leaveOut: (id, { recordId, at, message }, patch) =>
      store.transaction().execute(async (within) => {
        await within
          .insertInto('maintenance_failure')
          .values({ run_id: id, record_id: recordId, at, message })
          .execute()
        await within.updateTable('maintenance_run').set(patch).where('id', '=', id).execute()
      }),
  }
}
