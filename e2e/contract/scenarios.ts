import { commandScenarios } from './commandCases.ts'
import type { Scenario } from './contractCase.ts'

/** The whole contract. */
export const SCENARIOS: readonly Scenario[] = [...commandScenarios]
