import type { Difference, DifferenceRule } from './recordedDifferences.ts'
import { create, spec, type Step } from './recordedSessions.ts'

/** What the examples take for granted, by the name of the example before which it is done. */
export const EXAMPLE_STEPS: Readonly<Record<string, readonly Step[]>> = {
  'apply tags': [
    {
      ...create('0VSvNBgI0005001', 1787306799990, {
        eventId: {
          id: '0VSvNAdk0009001',
          aggregateId: {
            contextName: 'shop-service',
            aggregateName: 'parcel',
            aggregateId: '0VSvMoGe0009001',
            tenantId: '(0)',
          },
          version: 1,
        },
        function: {
          functionKind: 'STATE_EVENT',
          contextName: 'mail-service',
          processorName: 'MailSender',
          name: 'onParcelPacked',
        },
        error: {
          errorCode: 'IllegalArgument',
          errorMsg: 'address is empty',
          stackTrace: 'java.lang.IllegalArgumentException: address is empty',
        },
        retrySpec: spec(0, 0, 10),
        recoverable: 'UNRECOVERABLE',
      }),
      at: 1787306800004,
    },
  ],
}

/** Examples that this server answers otherwise, and why. */
export const EXAMPLE_DIFFERENCES: readonly Difference[] = [
  {
    reason: 'The example leaves the words to the JSON parser; here they are the recorded ones (1.3).',
    exchanges: ['malformed JSON'],
    status: 400,
    errorCode: 'IllegalArgument',
  },
  {
    reason: 'An empty body is taken; the record is deleted already (12.2).',
    exchanges: ['delete without body'],
    status: 410,
    errorCode: 'IllegalAccessDeletedAggregate',
  },
  {
    reason: 'No page of another origin may read or command this server: it has no sign-in of its own.',
    exchanges: ['CORS preflight'],
    status: 404,
    errorCode: 'NotFound',
  },
  {
    reason: 'The dashboard has its own address, not this one.',
    exchanges: ['UI route'],
    status: 404,
    errorCode: 'NotFound',
  },
  {
    reason: 'The example leaves most contexts and scopes out; the recorded answer is the same as here.',
    exchanges: ['metadata (shortened)'],
    status: 200,
  },
  {
    reason: 'Asked of the default install of the example before; a configured one is among the recordings.',
    exchanges: ['BI script as JSON, namespace configured'],
    status: 400,
    errorCode: 'IllegalArgument',
  },
  {
    reason: 'Invented: the events of the second record can be read here, so that nothing fails.',
    exchanges: ['regenerate batch, second item fails'],
    status: 200,
    errorCode: 'Ok',
  },
]

export const EXAMPLE_RULES: readonly DifferenceRule[] = []
