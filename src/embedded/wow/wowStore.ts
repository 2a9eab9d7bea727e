import { openLanes, type Lanes } from '../../store/lanes.ts'
import { jobs, type WowJobs } from './jobs.ts'
import { MIGRATIONS } from './schema.ts'

export type WowStore = Lanes<WowJobs>

/** Opens `wow.db` at a path, or in memory (`:memory:`). */
export const openWowStore = (file: string): Promise<WowStore> =>
  openLanes({ file, migrations: MIGRATIONS, jobs, module: new URL('./jobs.ts', import.meta.url) })
