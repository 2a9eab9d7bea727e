/** `npm run conformance`: see `--help`. */
import { parseArgs } from 'node:util'
import { conforms, resultLines, summary } from './report.ts'
import { askServer, runContract } from './runContract.ts'
import { contract } from './scenarios.ts'

const HELP = `npm run conformance -- --wow URL [--strict | --open] [--header 'Name: value']… [--only WORD] [--failures]

Asks the Wow compensation server at URL everything that the contract says, and prints a line per case:
  same       answered as the recorded Wow 8.10.10
  allowed    another answer that is right too; the reason stands behind
  different  both answers stand below
  not there  the server has no such address
It makes about 40 records, whose context and source event begin with "amends-contract-", and deletes them at the end,
also after a failure or Ctrl-C. It changes no other record. Nothing runs because of it: no service owns that context.

  --strict, --open  the server's query guard; without them it is found out by one query
  --header          for a gateway in front, such as 'Authorization: Bearer …'; as often as needed
  --only            only scenarios with this word in their name
  --failures        print only what is not the same

Ends with 0 when every case is the same or allowed and every record is deleted, else with 1.`

const print = (lines: readonly string[]) => void process.stdout.write(lines.map((line) => `${line}\n`).join(''))

function readArguments() {
  const { values } = parseArgs({
    options: {
      wow: { type: 'string' },
      strict: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      header: { type: 'string', multiple: true, default: [] },
      only: { type: 'string' },
      failures: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  if (values.wow === undefined || !/^https?:\/\/[^/]/.test(values.wow) || !URL.canParse(values.wow))
    throw new Error('--wow must be the address of a Wow server, such as http://localhost:8080.')
  const headers = values.header.map((text) => {
    const [, name, value] = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):\s*(.*)$/.exec(text) ?? []
    if (name === undefined || value === undefined)
      throw new Error(`--header takes 'Name: value', not ${JSON.stringify(text.split(':')[0])}.`)
    return [name, value] as const
  })
  return { ...values, wow: values.wow, headers: Object.fromEntries(headers) }
}

type Guard = 'open' | 'strict'

/** Asks with an operator that only an open guard takes; where the guard is known, only whether anybody answers. */
async function guardOf(url: string, headers: Readonly<Record<string, string>>, known?: Guard): Promise<Guard> {
  const condition = {
    operator: 'AND',
    children: [
      { operator: 'IDS', value: [] },
      { operator: 'NE', field: 'version', value: 0 },
    ],
  }
  const { status, text } = await askServer(
    { url, headers, timeoutMs: 15_000 },
    {
      method: 'POST',
      path: '/execution_failed/snapshot/count',
      headers: { 'Content-Type': 'application/json' },
      text: JSON.stringify(condition),
    },
  ).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (known !== undefined) return known
  if (status === 200) return 'open'
  if (text.includes('expensive operators are not allowed')) return 'strict'
  throw new Error(`${url} answers a count with ${status} ${text.slice(0, 300)}: this is no Wow compensation server.`)
}

async function main(): Promise<number> {
  const given = readArguments()
  if (given === undefined) {
    print([HELP])
    return 0
  }
  const { wow, headers, strict, open, only, failures } = given
  const stop = new AbortController()
  const interrupted = () => {
    if (!stop.signal.aborted) print(['', 'Stopping; deleting what was made …'])
    stop.abort()
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)

  const guard = await guardOf(wow, headers, strict ? 'strict' : open ? 'open' : undefined)
  const tag = `amends-contract-${Date.now().toString(36)}`
  print([`${wow}, query guard ${guard}; every record that is made begins with ${tag} or has it as its context.`, ''])
  const now = Date.now()
  const scenarios = contract(now).filter(({ name }) => only === undefined || name.includes(only))
  const run = await runContract(scenarios, { url: wow, headers, guard, tag, now, signal: stop.signal }, (result) => {
    if (!failures || (result.outcome !== 'same' && result.outcome !== 'allowed')) print(resultLines(result))
  })
  print(summary(run))
  return conforms(run) && !stop.signal.aborted ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
