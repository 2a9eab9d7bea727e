/** The process's log: JSON lines on stderr, so that stdout holds the ready line alone. */
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger<'notice'>

/** On a terminal only what somebody has to know is written, else the ready line would drown in requests. */
export function createLog(level: LogLevel = process.stderr.isTTY ? 'notice' : 'info', destination = 2): Log {
  return pino(
    {
      level,
      customLevels: { notice: 35 },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    pino.destination({ fd: destination, sync: true }),
  )
}

/** For tests and for parts used without a process. */
export const silentLog: Log = pino({ level: 'silent', customLevels: { notice: 35 } })
