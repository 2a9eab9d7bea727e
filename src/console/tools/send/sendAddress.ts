import * as z from 'zod/mini'
import { toParams } from '../../url/useUrlState.ts'
import { toolAddress } from '../toolList.ts'

// Renamed, or a lint rule takes it for a promise's.
const orElse = z.catch
const text = () => orElse(z._default(z.string(), ''), '')

/** What the address of the command sender may say. */
export const SendSearch = z.object({
  /** Java class of the command. */
  type: text(),
  context: text(),
  aggregate: text(),
  /** Which aggregate. */
  id: text(),
})

export const sendAddress = (source: string, search: Partial<z.infer<typeof SendSearch>>): string =>
  `${toolAddress(source, 'send')}?${toParams(SendSearch, SendSearch.parse(search)).toString()}`
