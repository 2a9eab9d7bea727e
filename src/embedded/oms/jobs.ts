/** Everything that runs on a connection of `oms.db`. The workers import this module by its address. */
import { takeDueSteps } from './engineSteps.ts'
import { operate } from './operate.ts'
import { sampleJobs } from './sampleJobs.ts'
import { detailText, failoverListText } from './transactionJson.ts'

export const jobs = { takeDueSteps, operate, detailText, failoverListText, ...sampleJobs }

export type OmsJobs = typeof jobs
