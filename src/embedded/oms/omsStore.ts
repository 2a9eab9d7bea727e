import { openLanes, type Lanes } from '../../store/lanes.ts'
import { jobs, type OmsJobs } from './jobs.ts'
import { MIGRATIONS } from './schema.ts'

export type OmsStore = Lanes<OmsJobs>

/** Opens `oms.db` at a path, or in memory (`:memory:`). */
export const openOmsStore = (file: string): Promise<OmsStore> =>
  openLanes({ file, migrations: MIGRATIONS, jobs, module: new URL('./jobs.ts', import.meta.url) })
