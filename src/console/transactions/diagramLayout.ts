/** Where the eleven statuses and the ways between them are drawn: fixed by hand, because the table they show is fixed. */
import type { TransactionStatusCode } from '../../oms/statuses.ts'
import type { Transition } from '../../oms/transitions.ts'

export const DIAGRAM = { width: 1000, height: 300 } as const
export const BOX = { width: 136, height: 44 } as const

/** Centres of the boxes. */
export const PLACES: { readonly [code in TransactionStatusCode]: { readonly x: number; readonly y: number } } = {
  1: { x: 76, y: 32 },
  2: { x: 290, y: 32 },
  3: { x: 490, y: 32 },
  4: { x: 700, y: 32 },
  9: { x: 920, y: 32 },
  5: { x: 700, y: 142 },
  6: { x: 920, y: 142 },
  7: { x: 290, y: 236 },
  8: { x: 490, y: 236 },
  10: { x: 700, y: 236 },
  1000: { x: 920, y: 236 },
}

export const edgeKey = ({ from, to, origin }: Pick<Transition, 'from' | 'to' | 'origin'>): string =>
  `${from}-${to}-${origin}`

/** Paths of the edges by `edgeKey`, from the rim of one box to the rim of the other. */
export const EDGES: Readonly<Record<string, string>> = {
  '1-2-webservice': 'M144 32H216',
  '1-10-oms': 'M76 54V286H700V264',
  '2-3-engine': 'M358 32H416',
  '3-4-engine': 'M558 32H626',
  '4-9-engine': 'M768 32H846',
  '4-5-engine': 'M672 54V114',
  '4-5-oms': 'M728 54V114',
  '5-6-webservice': 'M768 142H846',
  '5-10-oms': 'M700 164V208',
  '6-4-engine': 'M900 120C900 84 830 84 764 58',
  '7-8-engine': 'M358 236H416',
  '8-10-engine': 'M558 228H626',
  '8-10-oms': 'M558 246H626',
}
