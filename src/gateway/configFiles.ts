/** The files that settings name: what they must hold, and the sentence where they do not. */
import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { templateProblem } from '../wow/linkTemplate.ts'
import type { LinkTemplate } from './api/links.ts'

/** A wrong setting: the message is a whole sentence for the person who started the process. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The content of a file of settings; `wrong` makes the sentence from what is wrong with it. */
function readText(file: string, wrong: (why: string) => ConfigError): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw wrong(
      `which cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`,
    )
  }
}

export function readJson(file: string, wrong: (why: string) => ConfigError): unknown {
  const text = readText(file, wrong)
  try {
    return JSON.parse(text)
  } catch {
    throw wrong('which is not JSON') // Without the cause: its message quotes the content.
  }
}

export function readPassword(file: string): string {
  const wrong = (why: string) => new ConfigError(`AMENDS_OMS_PASSWORD_FILE is ${JSON.stringify(file)}, ${why}.`)
  const password = readText(file, wrong).replace(/\r?\n$/, '')
  if (password === '') throw wrong('which is empty')
  return password
}

const HeaderFile = z.record(
  z.string().check(z.regex(/^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/)),
  z.string().check(z.regex(/^[\t\u0020-\u007e]*$/)),
)

/** The content is never quoted: it holds credentials. */
export function readHeaders(file: string): Readonly<Record<string, string>> {
  const wrong = (why: string) =>
    new ConfigError(
      `AMENDS_WOW_HEADERS_FILE is ${JSON.stringify(file)}, ${why}; it must be a JSON object of header names and values, such as {"Authorization":"Bearer …"}.`,
    )
  const headers = z.safeParse(HeaderFile, readJson(file, wrong))
  if (!headers.success) throw wrong('which holds something else')
  return headers.data
}

const LinksFile = z
  .array(
    z.strictObject({
      name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
      url: z.string().check(z.maxLength(2000)),
    }),
  )
  .check(z.maxLength(20))

export function readLinks(file: string): readonly LinkTemplate[] {
  const wrong = (why: string) =>
    new ConfigError(
      `AMENDS_LINKS_FILE is ${JSON.stringify(file)}, ${why}; it must be a JSON array of at most 20 links, such as [{"name":"Logs","url":"https://logs.example/?q={state.eventId.id}"}].`,
    )
  const links = z.safeParse(LinksFile, readJson(file, wrong))
  if (!links.success) throw wrong('which holds something else')
  for (const { name, url } of links.data) {
    const problem = templateProblem(url)
    if (problem !== undefined) throw wrong(`where the link ${JSON.stringify(name)} ${problem}`)
  }
  return links.data
}
