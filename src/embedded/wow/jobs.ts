/** Everything that runs on a connection of `wow.db`. The workers import this module by its address. */
import { commandJobs } from './commands/commandJobs.ts'
import { historyJobs } from './historyJobs.ts'
import { maintenanceJobs } from './maintenanceJobs.ts'
import { queryJobs } from './queries/queryJobs.ts'
import { tableJobs } from './tableJobs.ts'

export const jobs = { ...queryJobs, ...tableJobs, ...commandJobs, ...maintenanceJobs, ...historyJobs }

export type WowJobs = typeof jobs
