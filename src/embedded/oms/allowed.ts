import { admits, type TypesByCmd } from '../../oms/cmds.ts'
import { noSuchTransaction, objectNotWhitelisted, wrongCmd, type FieldErrors } from '../../oms/errorTexts.ts'
import type { TransactionKey, TransactionRow } from './transactionTable.ts'

export interface Asked extends TransactionKey {
  readonly cmd: number
  readonly typesByCmd: TypesByCmd
  /** Address of who asks. */
  readonly caller: string
}

/** What was found as far as the caller may have it under this cmd, or why not. */
export function allowed(
  transaction: TransactionRow | undefined,
  { setId, transId, cmd, typesByCmd, caller }: Asked,
): { transaction: TransactionRow } | { refused: FieldErrors } {
  if (transaction === undefined) return { refused: noSuchTransaction(setId, transId) }
  const { type, onlyCaller, appId, zoneId, idName } = transaction
  if (admits(cmd, type, typesByCmd) !== true)
    return { refused: wrongCmd({ cmd, admitted: typesByCmd[cmd] ?? [], transId, type }) }
  if (onlyCaller !== null && onlyCaller !== caller) {
    const facts = { ip: caller, cmd, setId, appId: appId ?? 0, zoneId: zoneId ?? 0, tableName: idName }
    return { refused: objectNotWhitelisted(facts) }
  }
  return { transaction }
}
