/** What a transaction of 50,000 actions costs the embedded OMS, as ratios to what must be done at least. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openConnection, type Connection } from '../../store/connection.ts'
import { takeDueSteps } from './engineSteps.ts'
import { sampleJobs } from './sampleJobs.ts'
import { MIGRATIONS } from './schema.ts'
import { openEmbeddedOms } from './server.ts'
import { omsClient } from './testOms.ts'

const LARGE = 50_000
const SMALL = 1000
const TURNS = 9
const STEPS = 300

const median = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN

async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function seeded(file: string, actions: number): Connection {
  const connection = openConnection(file, 'writer', MIGRATIONS)
  sampleJobs.addLarge(connection, { seed: 7, now: Date.UTC(2026, 0, 1), actions })
  return connection
}

/** The detail answer in process, in turn with reading the same rows and writing them as JSON, nothing more. */
async function answers(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'oms-bench-'))
  const file = path.join(folder, 'oms.db')
  seeded(file, LARGE).close()
  const plain = openConnection(file, 'reader')
  // Stands still, so that both read the same.
  const oms = await openEmbeddedOms({ file, clock: { now: () => 0, after: () => () => undefined } })
  try {
    const client = omsClient(oms)
    await client.login()
    const ask = () => client.ask(`oamp/transaction/detail/1/${LARGE}`, 10013, { body: { get_action: 1 } })
    const read = () => JSON.stringify(plain.statement('SELECT * FROM action').all())
    const answered: number[] = []
    const plainly: number[] = []
    for (let turn = 0; turn < TURNS; turn += 1) {
      answered.push(await timed(ask))
      plainly.push(await timed(read))
    }
    const [one, other] = [median(answered), median(plainly)]
    print(
      `  ${LARGE} actions answered and parsed in ${one.toFixed(0)} ms, plain SQL to JSON ${other.toFixed(0)} ms, ratio ${(one / other).toFixed(2)}`,
    )
  } finally {
    plain.close()
    await oms.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds that a step takes in a transaction of so many actions. */
async function stepMs(actions: number): Promise<number> {
  const connection = seeded(':memory:', actions)
  let due: number | null = Date.UTC(2026, 0, 1)
  const took = await timed(() => {
    for (let taken = 0; taken < STEPS && due !== null; taken += 1)
      due = takeDueSteps(connection, { now: due, speed: 1 })
  })
  connection.close()
  return took / STEPS
}

async function steps(print: (line: string) => void): Promise<void> {
  await stepMs(SMALL)
  const [small, large] = [await stepMs(SMALL), await stepMs(LARGE)]
  print(
    `  a step with ${LARGE} actions ${large.toFixed(2)} ms, with ${SMALL} ${small.toFixed(2)} ms, ratio ${(large / small).toFixed(2)}`,
  )
}

export async function runOmsBench(print: (line: string) => void): Promise<void> {
  await answers(print)
  await steps(print)
}
