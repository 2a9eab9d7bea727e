/** Failures of an OMS as refusals of the gateway: a stable code, the OMS's own words, and its body beside them. */
import { explain } from '../../oms/explain.ts'
import type { Explanation } from '../../oms/explain.ts'
import type { OmsError } from '../../oms/omsError.ts'
import type { OmsOptions } from '../../oms/options.ts'
import type { GatewayErrorCode } from '../api/error.ts'
import type { OmsFailure } from '../api/oms.ts'
import { Refusal } from '../http/refusal.ts'

const CODES: Readonly<Record<Explanation['code'], GatewayErrorCode>> = {
  'token-refused': 'OmsTokenRefused',
  'login-refused': 'OmsLoginRefused',
  'caller-not-whitelisted': 'OmsCallerNotWhitelisted',
  'object-not-whitelisted': 'OmsObjectNotWhitelisted',
  'wrong-cmd': 'OmsWrongCmd',
  'no-such-transaction': 'OmsNoSuchTransaction',
  'status-forbids': 'OmsStatusForbids',
  'fields-refused': 'OmsRefused',
  refused: 'OmsRefused',
  'not-the-oms': 'OmsUnreadable',
  'empty-answer': 'OmsUnreadable',
  unreadable: 'OmsUnreadable',
  unreachable: 'OmsUnreachable',
  timeout: 'OmsTimeout',
  aborted: 'OmsUnreachable',
}

const SENTENCES: Readonly<Partial<Record<GatewayErrorCode, string>>> = {
  OmsTokenRefused: 'The OMS refuses the token that it gave a moment ago.',
  OmsLoginRefused: 'The OMS refuses the user or the password that Amends was given.',
  OmsCallerNotWhitelisted: 'The OMS does not let this machine call it.',
  OmsObjectNotWhitelisted: 'The OMS does not let this machine touch this table with this kind.',
  OmsWrongCmd: 'The transaction is of another kind.',
  OmsNoSuchTransaction: 'The OMS has no such transaction.',
  OmsStatusForbids: 'The status of the transaction does not allow this.',
  OmsRefused: 'The OMS refuses this.',
  OmsUnreadable: 'What answered is not readable as an OMS webservice.',
  OmsUnreachable: 'The OMS could not be reached.',
  OmsTimeout: 'The OMS did not answer in time.',
}

/** `login`: the failure came while a token was asked for, where every refusal is one of user and password. */
export function omsRefusal(error: OmsError, options: OmsOptions, login = false): Refusal {
  const found = explain(error, options.typesByCmd)
  const ofLogin = login && error.kind === 'refused' && found.code !== 'caller-not-whitelisted'
  const explanation: Explanation = ofLogin ? { code: 'login-refused', words: error.message } : found
  const code = CODES[explanation.code]
  const { kind, status, contentType, raw } = error
  return new Refusal(code, SENTENCES[code] ?? 'The OMS failed.', {
    upstream: error.message,
    details: { oms: { kind, status, contentType, raw, explanation } satisfies OmsFailure },
  })
}
