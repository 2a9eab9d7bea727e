import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { binary, root } from './setup.mjs'

/** The project's lint rules on a house of one line per file, so that a rule that holds nothing is seen. */
const imports = {
  'src/wow/a.ts': '../store/b.ts',
  'src/store/a.ts': '../wow/b.ts',
  'src/embedded/wow/a.ts': '../../gateway/b.ts',
  'src/gateway/a.ts': '../embedded/wow/b.ts',
  'src/gateway/api/a.ts': '../routes.ts',
  'src/console/ui/a.ts': '../../gateway/routes.ts',
  'src/console/ui/c.ts': '../executions/b.ts',
  'src/console/conditions/a.ts': '../tools/b.ts',
  'src/console/executions/a.ts': '../transactions/b.ts',
  'src/console/app/a.ts': '../../store/b.ts',
  'e2e/a.ts': '../src/gateway/b.ts',
}
const allowed = {
  'src/embedded/wow/b.ts': '../../store/b.ts',
  'src/gateway/embedded.ts': '../embedded/wow/server.ts',
  'src/gateway/api/b.ts': '../../wow/b.ts',
  'src/console/ui/b.ts': '../../gateway/api/b.ts',
  'src/console/executions/b.ts': '../ui/b.ts',
  'e2e/b.ts': '../src/wow/b.ts',
}
let house: string

beforeAll(() => {
  house = mkdtempSync(path.join(tmpdir(), 'amends-house-'))
  const { jsPlugins: _, options: __, ...config } = JSON.parse(readFileSync(path.join(root, '.oxlintrc.json'), 'utf8'))
  const rules = Object.fromEntries(
    Object.entries(config.rules).filter(([name]) => !name.startsWith('typescript/') && !name.startsWith('@')),
  )
  writeFileSync(path.join(house, '.oxlintrc.json'), JSON.stringify({ ...config, rules }))
  for (const [file, target] of Object.entries({ ...imports, ...allowed })) {
    mkdirSync(path.join(house, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(house, file), `export { thing } from '${target}'\n`)
  }
})

afterAll(() => rmSync(house, { recursive: true, force: true }))

const refused = (file: string) => {
  const { stdout } = spawnSync(process.execPath, [binary('oxlint'), '-f', 'unix', file], {
    cwd: house,
    encoding: 'utf8',
  })
  return stdout.includes('no-restricted-imports')
}

test.for(Object.keys(imports))('the import in %s is refused', (file) => {
  expect(refused(file)).toBe(true)
})

test.for(Object.keys(allowed))('the import in %s is allowed', (file) => {
  expect(refused(file)).toBe(false)
})
