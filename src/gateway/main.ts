/** The process: settings, signals, the ready line and exit codes. */
import { FolderInUseError } from '../store/folderLock.ts'
import { StoreUnusable } from '../store/storeErrors.ts'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { ConfigError } from './configFiles.ts'
import { openGateway } from './gateway.ts'
import { ListenError } from './http/listen.ts'
import { createLog } from './log.ts'
import type { Log } from './log.ts'

const GRACE_MS = 10_000
/** A terminal sends Ctrl-C to every process of the group, and launchers pass it on: that is still one wish. */
const SAME_SIGNAL_MS = 1000

async function run(config: Config, log: Log): Promise<void> {
  const opening = openGateway(config, log)
  let stoppedAt: number | undefined
  const stop = (signal: NodeJS.Signals) => {
    if (stoppedAt !== undefined) {
      if (Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    stoppedAt = Date.now()
    log.notice({ signal }, 'stopping')
    opening
      .then((gateway) => gateway.close(GRACE_MS))
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error, log),
      )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)

  const { address } = await opening
  if (stoppedAt === undefined) process.stdout.write(`Amends is ready at ${address}\n`)
}

/** What the user can mend is one sentence on stderr; anything else goes to the log with its stack. */
function fail(error: unknown, log: Log): void {
  const hasSentence =
    error instanceof ConfigError ||
    error instanceof ListenError ||
    error instanceof FolderInUseError ||
    error instanceof StoreUnusable
  if (hasSentence) {
    process.stderr.write(`${error.message}\n`)
  } else {
    log.fatal({ err: error }, 'failed')
  }
  process.exit(1)
}

let log = createLog()
process.on('uncaughtException', (error) => fail(error, log))
process.on('unhandledRejection', (error) => fail(error, log))
try {
  const config = readConfig(process.env)
  log = createLog(config.logLevel)
  for (const variable of config.unknownVariables) log.warn({ variable }, 'this setting means nothing here')
  for (const idle of config.idleVariables) log.warn(idle, 'this setting is of an embedded server, which does not run')
  await run(config, log)
} catch (error) {
  fail(error, log)
}
