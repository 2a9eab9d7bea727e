/** The process's log: JSON lines on stderr, so that stdout holds the ready line alone. */
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger<'notice'>

/** On a terminal only what somebody has to know is written, else the ready line would drown in requests. */
export function createLog(
  level: LogLevel = process.stderr.isTTY ? 'notice' : 'info',
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      customLevels: { notice: 35 },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
}

/** For tests and for parts used without a process. */
export const silentLog: Log = createLog('silent')
