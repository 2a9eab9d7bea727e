/** The same measured on something small and on something large, in a product that has both. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProduct } from '../support/product.ts'

interface Sizes {
  readonly few: number
  readonly many: number
  /** What is put into the product, so that it has both. */
  readonly seeded: readonly number[]
}

const SIZES: Sizes = { few: 50, many: 50_000, seeded: [50, 50_000] }
const root = fileURLToPath(new URL('../..', import.meta.url))

function seed(folder: string, option: string, count: number): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['src/embedded/sample/seedMain.ts', '--data', folder, option, String(count)],
    { cwd: root, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The folder was not filled with ${option} ${count}: ${stderr}`)
}

/** `option` is the one of the seed that says how many; `figuresOf` gets the product's address. */
export async function fewAndMany<T>(
  option: '--versions' | '--oms-actions' | '--count',
  settings: Readonly<Record<string, string>>,
  figuresOf: (url: string, count: number) => Promise<T>,
  { few, many, seeded } = SIZES,
): Promise<{ readonly few: T; readonly many: T }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'amends-bench-'))
  try {
    for (const count of seeded) seed(folder, option, count)
    const still = { AMENDS_DATA_DIR: folder, AMENDS_SCHEDULER: 'off', AMENDS_SAMPLE: 'off' }
    const product = await startProduct({ ...still, ...settings })
    try {
      return { few: await figuresOf(product.url, few), many: await figuresOf(product.url, many) }
    } finally {
      await product.dispose()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
