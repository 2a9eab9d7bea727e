import { commandScenarios } from './commandCases.ts'
import type { Scenario } from './contractCase.ts'
import { maintenanceScenarios } from './maintenanceCases.ts'
import { queryScenarios } from './queryCases.ts'
import { stateScenarios } from './stateCases.ts'
import { waitScenarios } from './waitCases.ts'

/** The whole contract; `now` dates the records that are asked for by their age. */
export const contract = (now: number): readonly Scenario[] => [
  ...commandScenarios,
  ...waitScenarios,
  ...stateScenarios,
  ...maintenanceScenarios,
  ...queryScenarios(now),
]
