/** Everything about an OMS that no public page settles, in one object. Where an installation differs, only this changes. */
import * as z from 'zod/mini'
import { FAILOVER_CMD, TOKEN_CMD, TRANSACTION_KINDS, TYPES_BY_CMD } from './cmds.ts'
import { isTimeZone } from './omsTime.ts'
import { isObject } from './schemas.ts'

/** Every address of the webservice begins so. */
export const OMS_PATH = '/app/newoms.php'

const cmd = z.int().check(z.positive())
const path = z.string().check(z.minLength(1), z.maxLength(200))

export const OmsOptions = z.strictObject({
  /** The query parameter `ip-type`. */
  ipType: z.string(),
  /** Behind the base address. Null: this OMS does not have the interface. */
  paths: z.strictObject({
    token: path,
    /** `{set_id}` and `{trans_id}` stand for the ids. */
    detail: path,
    execute: path,
    resume: path,
    failoverList: path,
    /** The guide says of these that they cannot be called over the webservice, or says nothing of them at all. */
    suspend: z.nullable(path),
    rollback: z.nullable(path),
    endAbnormally: z.nullable(path),
  }),
  tokenCmd: cmd,
  /** What the user is: 1, one with a password of the OMS; 2, one of the webservice's own; null: what that OMS takes him for. */
  registerType: z.nullable(z.union([z.literal(1), z.literal(2)])),
  failoverCmd: cmd,
  /** The cmd of execute: that of the transaction's kind, or one number for all kinds. */
  executeCmd: z.union([z.literal('same-as-detail'), cmd]),
  /** The cmds whose transactions may be executed; null: all. */
  executableCmds: z.nullable(z.array(cmd)),
  resumeCmds: z.array(cmd),
  /** The Types that a cmd admits; a cmd without an entry is not checked. */
  typesByCmd: z.record(z.string().check(z.regex(/^\d+$/)), z.array(z.int())),
  /** Key of the list of actions. */
  actionsKey: z.string(),
  /** IANA name of the zone in which this OMS writes its times. */
  timeZone: z.string(),
})
export type OmsOptions = z.infer<typeof OmsOptions>

export const DEFAULT_OMS_OPTIONS: OmsOptions = {
  ipType: 'webservicerest',
  paths: {
    token: 'webservice/token',
    detail: 'webservice/oamp/transaction/detail/{set_id}/{trans_id}',
    execute: 'webservice/oamp/transaction/executing',
    resume: 'webservice/oamp/transaction/redo',
    failoverList: 'webservice/oamp/transaction/get-failover-list',
    suspend: null,
    rollback: null,
    endAbnormally: null,
  },
  tokenCmd: TOKEN_CMD,
  registerType: null,
  failoverCmd: FAILOVER_CMD,
  executeCmd: 'same-as-detail',
  executableCmds: null,
  resumeCmds: TRANSACTION_KINDS.filter(({ resumable }) => resumable).map(({ cmd }) => cmd),
  typesByCmd: Object.fromEntries(Object.entries(TYPES_BY_CMD).map(([cmd, types]) => [cmd, [...types]])),
  actionsKey: 'ActionList',
  timeZone: 'Asia/Shanghai',
}

/** The options of one installation, of which only what differs is written down; in words what is wrong with them. */
export function omsOptions(
  differences: unknown,
  timeZone?: string,
): { readonly options: OmsOptions } | { readonly wrong: string } {
  if (!isObject(differences)) return { wrong: 'it is no JSON object' }
  const paths = isObject(differences['paths']) ? differences['paths'] : {}
  const read = z.safeParse(OmsOptions, {
    ...DEFAULT_OMS_OPTIONS,
    ...differences,
    paths: { ...DEFAULT_OMS_OPTIONS.paths, ...paths },
    timeZone: timeZone ?? differences['timeZone'] ?? DEFAULT_OMS_OPTIONS.timeZone,
  })
  if (!read.success) {
    const [issue] = read.error.issues
    if (issue?.code === 'unrecognized_keys') return { wrong: `there is no option ${issue.keys.join(', ')}` }
    return { wrong: `the value of ${issue?.path.join('.')} is not one it may have` }
  }
  if (!isTimeZone(read.data.timeZone)) return { wrong: `${JSON.stringify(read.data.timeZone)} is no time zone` }
  return { options: read.data }
}
