import { createContext, useContext } from 'react'

const Zone = createContext('UTC')

/** The zone in which the OMS around writes its times, for cells, whose columns are constants. */
export const OmsZone = Zone.Provider
export const useOmsZone = (): string => useContext(Zone)
