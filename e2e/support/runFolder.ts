/** One folder for all that a run of these tests writes to the disk. What a killed run left there, the next one removes. */
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const NAME = /^amends-e2e-(\d+)-\w{6}$/u

/** Where temporary folders and files are made: in the folder of the run, or beside others where there is none. */
export const runFolder = (): string => process.env['AMENDS_E2E_FOLDER'] ?? tmpdir()

/** Playwright calls it before a run, and what it answers after it. */
// oxlint-disable-next-line import/no-default-export -- Playwright insists
export default function setUp(): () => void {
  for (const name of readdirSync(tmpdir())) {
    const pid = NAME.exec(name)?.[1]
    const folder = path.join(tmpdir(), name)
    if (pid !== undefined && isOurs(folder) && !isAlive(Number(pid))) rmSync(folder, { recursive: true, force: true })
  }
  const folder = mkdtempSync(path.join(tmpdir(), `amends-e2e-${process.pid}-`))
  process.env['AMENDS_E2E_FOLDER'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

const isOurs = (folder: string) => lstatSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
