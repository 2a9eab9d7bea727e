/** Which transaction of which OMS. */
export interface Key {
  readonly source: string
  readonly setId: number
  readonly transId: number
}

export const keyText = ({ source, setId, transId }: Key): string => `${source}/${setId}/${transId}`
