/** Everything that runs on a connection of `wow.db`. The workers import this module by its address. */
import { tableJobs } from './tableJobs.ts'

export const jobs = { ...tableJobs }

export type WowJobs = typeof jobs
