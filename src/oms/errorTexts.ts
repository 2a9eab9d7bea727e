/** The refusals that the guide shows, as the wire has them: what a server of this protocol answers. */
import { transactionStatus } from './statuses.ts'

export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** Missing, wrong or expired token: HTTP 401. */
export const tokenRefused = () => ({
  name: 'Unauthorized',
  message: 'You are requesting with an invalid credential.',
  code: 0,
  status: 401,
  type: 'yii\\web\\UnauthorizedHttpException',
})

export const notFound = () => ({ name: 'Not Found', message: 'Page not found.', code: 0, status: 404 })

/** The caller's address is refused; the value is a string, not a list. */
export const callerNotWhitelisted = (ip: string) => ({ source_ip: `ip:${ip} not in whitelist` })

/** User or password is wrong. */
export const loginRefused = (error = 'username or password error') => ({ code: 1, error })

export const wrongCmd = (facts: {
  readonly cmd: number
  readonly admitted: readonly number[]
  readonly transId: number
  readonly type: number
}): FieldErrors => ({
  trans_id: [
    `for the cmd(cmd:${facts.cmd}),can only get those transaction of which type is in ${facts.admitted.join(',')},type of transaction(id:${facts.transId}) is ${facts.type}`,
  ],
})

export const noSuchTransaction = (setId: number, transId: number): FieldErrors => ({
  trans_id: [`事务不存在,集群ID:${setId},事务ID:${transId}`],
})

export const statusForbids = (status: number): FieldErrors => ({
  trans_id: [`当前事务状态不允许执行,当前事务状态:${transactionStatus(status)?.zh ?? status}`],
})

export const objectNotWhitelisted = (facts: {
  readonly ip: string
  readonly cmd: number
  readonly setId: number
  readonly appId: number
  readonly zoneId: number
  readonly tableName: string
}): FieldErrors => ({
  trans_id: [
    `ip(${facts.ip}) not in whitelist of operating table transaction(cmd:${facts.cmd}) in set_id:${facts.setId} app_id:${facts.appId} zone_id:${facts.zoneId} table_name:${facts.tableName}`,
  ],
})
