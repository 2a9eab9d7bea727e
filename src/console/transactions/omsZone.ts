import { createContext, useContext } from 'react'

const Zone = createContext('')

/** The zone in which the OMS around writes its times, for cells, whose columns are constants; empty while it is not known. */
export const OmsZone = Zone.Provider
export const useOmsZone = (): string => useContext(Zone)
