/** JSON schemas of conditions and queries. Their reader (`parseCondition.ts`) takes more: the samples of older documents. */
import { OPERATORS } from '../../../wow/condition/condition.ts'
import { SNAPSHOT_FIELDS } from '../../../wow/condition/fields.ts'
import { OWN, ref, SCALARS, type JsonSchema } from './shapeSchema.ts'

const QUERY = 'wow.api.query.'
const FIELDS = `${OWN}ExecutionFailedAggregatedFields`
const CONDITION = `${OWN}ExecutionFailedAggregatedCondition`

const list = (items: JsonSchema): JsonSchema => ({ type: 'array', default: [], items })
const strings = list({ type: 'string' })

const condition = (own: string, field: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: {
    field,
    operator: { ...ref(`${QUERY}Operator`), default: 'ALL' },
    value: {},
    children: list(ref(own)),
    options: { ...ref(`${QUERY}ConditionOptions`), default: {} },
  },
})

const query = (conditionName: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: 'object',
  properties: {
    condition: ref(conditionName),
    projection: ref(`${QUERY}Projection`),
    sort: list(ref(`${QUERY}Sort`)),
    ...more,
  },
  required: ['condition'],
})

const limit = { limit: { ...SCALARS.int, default: 0 } }
const pagination = { pagination: ref(`${QUERY}Pagination`) }

/** A field and all that it lies in: `state.error.errorCode` lies in `state.error`, and that in `state`. */
const withParents = (path: string): string[] =>
  path.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'))

export const QUERY_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  [FIELDS]: {
    type: 'string',
    enum: ['', ...new Set(SNAPSHOT_FIELDS.flatMap(({ path }) => withParents(path)))],
  },
  [CONDITION]: condition(CONDITION, ref(FIELDS)),
  [`${OWN}ExecutionFailedAggregatedListQuery`]: query(CONDITION, limit),
  [`${OWN}ExecutionFailedAggregatedPagedQuery`]: query(CONDITION, pagination),
  [`${OWN}ExecutionFailedAggregatedSingleQuery`]: query(CONDITION),
  [`${QUERY}Condition`]: condition(`${QUERY}Condition`, { type: 'string' }),
  [`${QUERY}ConditionOptions`]: {
    type: 'object',
    additionalProperties: true,
    properties: {
      ignoreCase: { type: 'boolean', description: 'Whether letter case is ignored.' },
      datePattern: { type: 'string', description: 'Java pattern of a field that holds formatted times.' },
      zoneId: { type: 'string', description: 'Zone in which days and weeks are counted.' },
    },
  },
  [`${QUERY}ListQuery`]: query(`${QUERY}Condition`, limit),
  [`${QUERY}Operator`]: { type: 'string', enum: OPERATORS },
  [`${QUERY}PagedQuery`]: query(`${QUERY}Condition`, pagination),
  [`${QUERY}Pagination`]: {
    type: 'object',
    properties: { index: { ...SCALARS.int, default: 1 }, size: { ...SCALARS.int, default: 10 } },
  },
  [`${QUERY}Projection`]: { type: 'object', properties: { include: strings, exclude: strings } },
  [`${QUERY}Sort`]: {
    type: 'object',
    properties: { field: { type: 'string' }, direction: ref(`${QUERY}Sort.Direction`) },
    required: ['field', 'direction'],
  },
  [`${QUERY}Sort.Direction`]: { type: 'string', enum: ['ASC', 'DESC'] },
}
