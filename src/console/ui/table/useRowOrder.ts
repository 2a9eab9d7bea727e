import { useMemo } from 'react'

/** The rows by id and place. */
export interface RowOrder {
  readonly length: number
  readonly idAt: (index: number) => string | undefined
  /** -1 where there is no such row. */
  readonly placeOf: (id: string | undefined) => number
  readonly idsBetween: (one: number, other: number) => readonly string[]
}

/** `known`: the places, where somebody has them already; it may know other rows, whose places are behind these. */
export function useRowOrder<T>(
  rows: readonly T[],
  rowId: (row: T) => string,
  known: ReadonlyMap<string, number> | undefined,
): RowOrder {
  const places = useMemo(() => known ?? new Map(rows.map((row, index) => [rowId(row), index])), [rows, rowId, known])
  return {
    length: rows.length,
    idAt: (index) => (rows[index] === undefined ? undefined : rowId(rows[index])),
    placeOf: (id) => {
      const place = id === undefined ? undefined : places.get(id)
      return place === undefined || place >= rows.length ? -1 : place
    },
    idsBetween: (one, other) => rows.slice(Math.min(one, other), Math.max(one, other) + 1).map(rowId),
  }
}
