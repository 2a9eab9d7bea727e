import { DEFAULT_OMS_OPTIONS, type OmsOptions } from '../../oms/options.ts'

/** The Types that this server's kinds have: the public ones, and numbers of our own where none is public. */
export const EMBEDDED_TYPES: OmsOptions['typesByCmd'] = {
  ...DEFAULT_OMS_OPTIONS.typesByCmd,
  10006: [365],
  10008: [285],
  10009: [301],
  10011: [311],
  10012: [312],
  10013: [313],
  10022: [322],
}
