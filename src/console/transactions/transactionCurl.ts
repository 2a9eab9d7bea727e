import type { OmsDescription } from '../../gateway/api/oms.ts'
import { OMS_PATH } from '../../oms/options.ts'
import { shellQuoted } from '../ui/copy/copyAs.ts'
import type { TransactionKey } from './transactionAddress.ts'

/** The embedded OMS answers no other client now; it will at this address, once it is started with a port for that. */
const EMBEDDED = `"http://127.0.0.1:$AMENDS_EMBEDDED_PORT${OMS_PATH}"`

/** The same question to the OMS as a command for a POSIX shell. The token is a variable of that shell, never a value. */
export function curlOfTransaction({ url, options }: OmsDescription, { setId, transId, cmd }: TransactionKey): string {
  const path = options.paths.detail.replace('{set_id}', String(setId)).replace('{trans_id}', String(transId))
  const query = new URLSearchParams({ cmd: String(cmd), 'ip-type': options.ipType })
  const base = url === null ? EMBEDDED : shellQuoted(url.replace(/\/$/, ''))
  const address = `${base}${shellQuoted(`/${path}?${query.toString()}&access-token=`)}"$OMS_TOKEN"`
  return `curl -sS -X POST -H 'Content-Type: application/json' -d '{"get_action": 1}' ${address}`
}
