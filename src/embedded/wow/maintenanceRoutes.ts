import { BASE_PATH } from '../../wow/commands.ts'
import { notFoundResource } from './refusal.ts'
import { JSON_ONLY, type Route } from './routes.ts'
import type { WowStore } from './wowStore.ts'

/** What keeps the read side right (contract 6). */
export function maintenanceRoutes(store: WowStore, now: () => number): Route[] {
  return [
    {
      method: 'PUT',
      path: `${BASE_PATH}/:id/snapshot`,
      produces: JSON_ONLY,
      async answer(_, parameter) {
        const found = await store.write.run('regenerateSnapshot', { id: parameter('id'), now: now() })
        if (!found) throw notFoundResource()
        return new Response(null, { status: 200 })
      },
    },
  ]
}
