/** `npm run bench`, the part of Wow, as ratios to what the same machine can do at best just now. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeCommandBench, runCommandBench } from '../../embedded/wow/bench/commandBench.ts'
import { runHistoryBench } from '../../embedded/wow/bench/historyBench.ts'
import { runQueryBench } from '../../embedded/wow/bench/queryBench.ts'
import { textClient } from './benchClient.ts'
import { runProxyBench } from './proxyBench.ts'

const { count, data } = parseArgs({
  options: { count: { type: 'string', default: '1000000' }, data: { type: 'string' } },
}).values
const print = (line: string) => void process.stdout.write(`${line}\n`)
const main = (file: string) => fileURLToPath(new URL(file, import.meta.url))

async function seed(folder: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [main('../../embedded/sample/seedMain.ts'), '--count', count, '--data', folder],
    {
      stdio: 'inherit',
    },
  )
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The folder could not be seeded; the reason stands above.')
}

/** The process as a user runs it, on the seeded folder; answers its address and the way to end it. */
async function startGateway(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [main('../main.ts')], {
    env: {
      ...process.env,
      PORT: '0',
      AMENDS_DATA_DIR: folder,
      AMENDS_SAMPLE: 'off',
      AMENDS_SCHEDULER: 'off',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    const url = /ready at (http:\S+)/.exec(said)?.[1]
    if (url !== undefined) return { url, stop }
  }
  throw new Error('The gateway ended before it was ready.')
}

print('durable commands, by sixteen clients at once')
print(`  ${describeCommandBench(await runCommandBench())}`)

print('histories, batches and ids')
await runHistoryBench({ print })

const { nativeP50Ms, gatewayP50Ms, requests } = await runProxyBench()
print(`what the gateway adds to a small question (median of ${requests})`)
print(
  `  native ${nativeP50Ms.toFixed(2)} ms, through the gateway ${gatewayP50Ms.toFixed(2)} ms, ratio ${(gatewayP50Ms / nativeP50Ms).toFixed(2)}`,
)

const folder = data ?? mkdtempSync(path.join(tmpdir(), 'amends-bench-'))
try {
  if (data === undefined) {
    print(`npm run seed -- --count ${count}`)
    await seed(folder)
  }
  print('queries through the gateway against the best plain SQL on the same file')
  const gateway = await startGateway(folder)
  const client = textClient(`${gateway.url}/api/wow/local`)
  try {
    await runQueryBench({ file: path.join(folder, 'wow.db'), question: client.question, print })
  } finally {
    client.close()
    await gateway.stop()
  }
} finally {
  if (data === undefined) rmSync(folder, { recursive: true, force: true })
}
