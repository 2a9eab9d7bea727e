/** Where the eleven statuses and the ways between them are drawn: fixed by hand, because the table they show is fixed. */
import type { TransactionStatusCode } from '../../../oms/statuses.ts'
import type { Transition } from '../../../oms/transitions.ts'

export const DIAGRAM = { width: 1000, height: 300 } as const
export const BOX = { width: 156, height: 44 } as const

/** Centres of the boxes. */
export const PLACES: { readonly [code in TransactionStatusCode]: { readonly x: number; readonly y: number } } = {
  1: { x: 84, y: 32 },
  2: { x: 296, y: 32 },
  3: { x: 498, y: 32 },
  4: { x: 704, y: 32 },
  9: { x: 916, y: 32 },
  5: { x: 704, y: 142 },
  6: { x: 916, y: 142 },
  7: { x: 296, y: 236 },
  8: { x: 498, y: 236 },
  10: { x: 704, y: 236 },
  1000: { x: 916, y: 236 },
}

export const edgeKey = ({ from, to, origin }: Pick<Transition, 'from' | 'to' | 'origin'>): string =>
  `${from}-${to}-${origin}`

/** Paths of the edges by `edgeKey`, from the rim of one box to the rim of the other. */
export const EDGES: Readonly<Record<string, string>> = {
  '1-2-webservice': 'M162 32H212',
  '1-10-oms': 'M84 54V286H704V264',
  '2-3-engine': 'M374 32H414',
  '3-4-engine': 'M576 32H620',
  '4-9-engine': 'M782 32H832',
  '4-5-engine': 'M676 54V114',
  '4-5-oms': 'M732 54V114',
  '5-6-webservice': 'M782 142H832',
  '5-10-oms': 'M704 164V208',
  '6-4-engine': 'M896 120C896 84 830 84 778 58',
  '7-8-engine': 'M374 236H414',
  '8-10-engine': 'M576 228H620',
  '8-10-oms': 'M576 246H620',
}
