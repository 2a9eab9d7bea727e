/** A gateway in a process of its own, for the bench: to each message of its parent it answers how much memory it needs. */
import { readConfig } from '../config.ts'
import { openGateway } from '../gateway.ts'
import { createLog } from '../log.ts'

const gateway = await openGateway(readConfig(process.env), createLog('error'))
process.on('message', () => {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heapUsed, rss })
})
process.once('disconnect', () => void gateway.close(1000).then(() => process.exit(0)))
process.send?.('ready')
