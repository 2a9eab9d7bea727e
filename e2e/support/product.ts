/** Starts the built product as a child process, as `npm start` does, on a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runFolder } from './runFolder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const START_TIMEOUT_MS = 60_000
const PORT_TIMEOUT_MS = 20_000

export interface Product {
  readonly url: string
  /** Ends the process in order (SIGTERM) and waits for it; the data stay, so that `start` continues on them. */
  stop(): Promise<number | null>
  /** Ends the process at once (SIGKILL), in the middle of whatever it does. */
  kill(): Promise<void>
  /** Starts again on the same data and the same port. */
  start(): Promise<void>
  /** Ends the process and removes its data. */
  dispose(): Promise<void>
}

function exited(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', resolve))
}

function launch(environment: Record<string, string>, folder: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/gateway/main.ts'], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = globalThis.setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The product did not say that it is ready. It said: ${said}`))
    }, START_TIMEOUT_MS)
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000)
      const ready = /Amends is ready at (http:\S+)/.exec(said)
      if (ready?.[1] === undefined) return
      clearTimeout(timer)
      resolve({ child, url: ready[1] })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The product ended with code ${String(code)} before it was ready. It said: ${said}`))
    })
  })
}

/** `folder`: where the product stands, for a test that changes it. */
export async function startProduct(environment: Record<string, string> = {}, folder = root): Promise<Product> {
  const data = mkdtempSync(path.join(runFolder(), 'data-'))
  const settings = { PORT: '0', AMENDS_DATA_DIR: data, LOG_LEVEL: 'error', ...environment }
  let { child, url } = await launch(settings, folder)

  const stop = async () => {
    const end = exited(child)
    child.kill('SIGTERM')
    return end
  }
  return {
    url,
    stop,
    async kill() {
      const end = exited(child)
      child.kill('SIGKILL')
      await end
    },
    async start() {
      const again = { ...settings, PORT: new URL(url).port }
      const until = Date.now() + PORT_TIMEOUT_MS
      for (;;) {
        try {
          ;({ child, url } = await launch(again, folder))
          return
        } catch (error) {
          // While nobody listened there, an outgoing connection of somebody may have been given the same port.
          if (Date.now() > until || !String(error).includes('in use')) throw error
          await setTimeout(500)
        }
      }
    },
    async dispose() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
