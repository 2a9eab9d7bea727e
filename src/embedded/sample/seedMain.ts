/** `npm run seed`: fills a data folder with sample executions, an execution of a long history and a large transaction. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { FolderInUseError } from '../../store/folderLock.ts'
import { StoreUnusable } from '../../store/storeErrors.ts'
import { seedFolder, SeedRefusedError, type SeedFolderOptions } from './seedFolder.ts'
import { longHistoryId, seedHistory } from './seedHistory.ts'
import { seedOms } from './seedOms.ts'
import { SAMPLE_SEED } from './services.ts'

const USAGE =
  'npm run seed -- [--count 1000000] [--versions 50000] [--oms-actions 50000] [--data folder] [--days 14] [--seed 7]'

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new SeedRefusedError(
    `--${name} is ${text}; it must be a whole number from ${least} to ${most.toLocaleString('en')}.`,
  )
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        count: { type: 'string' },
        data: { type: 'string', default: process.env['AMENDS_DATA_DIR'] ?? '.data' },
        days: { type: 'string', default: '14' },
        'oms-actions': { type: 'string' },
        versions: { type: 'string' },
        seed: { type: 'string', default: String(SAMPLE_SEED) },
      },
    }).values
  } catch (error) {
    throw new SeedRefusedError(`${error instanceof Error ? error.message : String(error)}\nUsage: ${USAGE}`)
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const figure = (value: number) => Math.round(value).toLocaleString('en')

async function main(): Promise<void> {
  const values = readArguments()
  const { count, versions, 'oms-actions': actions } = values
  if (count === undefined && versions === undefined && actions === undefined)
    throw new SeedRefusedError(`--count, --versions or --oms-actions is missing.\nUsage: ${USAGE}`)
  const world = {
    folder: path.resolve(values.data),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31 - 1),
    now: Date.now(),
  }
  const days = wholeNumber('days', values.days, 1, 3650)
  const executions = count === undefined ? undefined : wholeNumber('count', count, 1, 5_000_000)
  const longest = versions === undefined ? undefined : wholeNumber('versions', versions, 1, 500_000)
  const omsActions = actions === undefined ? undefined : wholeNumber('oms-actions', actions, 1, 1_000_000)

  if (executions !== undefined) await seedExecutions({ ...world, days, count: executions })
  if (longest !== undefined) {
    await seedHistory({ ...world, versions: longest })
    print(`Execution ${longHistoryId(longest)} with ${figure(longest)} versions is in wow.db in ${world.folder}.`)
  }
  if (omsActions !== undefined) {
    await seedOms({ ...world, actions: omsActions })
    print(
      `Transaction ${omsActions} of set 1 (cmd 10013) with ${figure(omsActions)} actions is in oms.db in ${world.folder}.`,
    )
  }
}

async function seedExecutions(options: Omit<SeedFolderOptions, 'progress'>): Promise<void> {
  const { folder, count } = options
  const startedAt = performance.now()
  const rate = (written: number) => figure((written * 1000) / (performance.now() - startedAt))
  let printedAt = startedAt
  const written = await seedFolder({
    ...options,
    progress: (soFar) => {
      if (performance.now() - printedAt < 5000) return
      printedAt = performance.now()
      print(`${figure(soFar)} of ${figure(count)} executions, ${rate(soFar)} a second`)
    },
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const bytes = statSync(path.join(folder, 'wow.db')).size
  print(
    `${figure(written)} executions in ${seconds} s, ${rate(written)} a second; wow.db in ${folder} has ${figure(bytes / 1e6)} MB.`,
  )
}

try {
  await main()
} catch (error) {
  if (!(error instanceof SeedRefusedError || error instanceof FolderInUseError || error instanceof StoreUnusable))
    throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
