/** What the palette can find, as groups of entries. */
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { describe } from '../../wow/condition/describe.ts'
import { VIEWS } from '../../wow/condition/views.ts'
import { executionLookup } from '../executions/executionLookup.ts'
import { toFilter } from '../conditions/filterText.ts'
import { executionsAddress } from '../executions/executionSearch.ts'
import { readQuickFilter } from '../executions/filter/quickFilter.ts'
import { useViewWord } from '../executions/list/ViewTabs.tsx'
import { toolAddress, useTools } from '../tools/toolList.ts'
import { transactionAddress } from '../transactions/transactionAddress.ts'
import { kindWord } from '../transactions/transactionWords.tsx'
import { announce } from '../ui/announce.ts'
import { MissingReason } from '../ui/BlockedReason.tsx'
import { ErrorKind } from '../ui/ErrorNote.tsx'
import { useOffered } from '../ui/data/offers.ts'
import { THEMES, setPreferences, usePreferences } from '../ui/preferences.ts'
import type { Language } from '../ui/preferences.ts'
import { speak } from './speak.ts'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { useNouns, useOmsSource, useWowSource } from './nouns.ts'
import { readPasted } from './readPasted.ts'

export interface Entry {
  readonly key: string
  readonly words: string
  /** Words that find it besides those that are shown; English ones find it in every language. */
  readonly alias?: string
  readonly detail?: ReactNode
  readonly blocked?: boolean
  readonly onChoose: () => void
}

interface Group {
  readonly key: string
  readonly title: string
  readonly entries: readonly Entry[]
  /** In place of entries, or below them: what is going on. */
  readonly note?: ReactNode
}

const ZONES_SHOWN = 8

export function usePaletteGroups(text: string, onKeys: () => void): readonly Group[] {
  const executions = useRecords(text)
  const transactions = useTransactions(text)
  const records = [...executions, ...transactions]
  const settings = useSettings(onKeys)
  const zones = useZones(text)
  const pages = usePages()
  const offered = useOffered()
  const offers = offered.map(({ title, offers, choose }): Group => ({
    key: `offers ${title}`,
    title,
    entries: offers.map((offer) => ({ ...offer, onChoose: () => choose(offer.key) })),
  }))
  const found = [...offers, ...pages, settings]
    .map((group) => ({ ...group, entries: ranked(group.entries, text) }))
    .filter(({ entries }) => entries.length > 0)
  // Any text can be looked for in the executions, so that comes behind what is called like it.
  return readPasted(text).kind === 'text' ? [...found, ...zones, ...records] : [...records, ...found, ...zones]
}

/** Entries that have every word of the text, those that begin with it first. */
function ranked(entries: readonly Entry[], text: string): readonly Entry[] {
  const typed = text.trim().toLowerCase()
  const words = typed.split(/\s+/u)
  const spoken = ({ words, alias = '' }: Entry) => `${words} ${alias}`.toLowerCase()
  const rank = (entry: Entry) => (spoken(entry).startsWith(typed) ? 0 : spoken(entry).includes(` ${typed}`) ? 1 : 2)
  return entries
    .filter((entry) => words.every((word) => spoken(entry).includes(word)))
    .toSorted((one, other) => rank(one) - rank(other))
}

/** Records by an id or a pasted address, and the way to look for any other text. */
function useRecords(text: string): readonly Group[] {
  const { t } = useLingui()
  const { language } = usePreferences()
  const navigate = useNavigate()
  const source = useWowSource()
  const pasted = readPasted(text)
  const { data: known } = useQuery(sourceQueries.all())
  const id = pasted.kind === 'text' || pasted.kind === 'transaction' ? undefined : pasted.id
  const lookup = useQuery({ ...executionLookup(source ?? '', id ?? ''), enabled: source !== undefined && !!id })
  const viewWord = useViewWord()
  if (source === undefined || text.trim() === '') return []
  const group = (entries: readonly Entry[], note?: ReactNode): readonly Group[] => [
    { key: 'records', title: t`Executions`, entries, note },
  ]
  const goTo = (to: string) => () => void navigate(to, { state: { byKeyboard: true } })
  if (pasted.kind === 'text') {
    const refused = known?.sources.find(({ name }) => name === source)?.refusedOperators ?? []
    const read = readQuickFilter(text, refused)
    if (read.kind !== 'condition') return []
    const to = executionsAddress(source, { view: 'all', filter: toFilter([read.condition]) })
    return group([
      {
        key: 'filter',
        words: t`Look in all executions`,
        detail: describe(read.condition, language),
        onChoose: goTo(to),
      },
    ])
  }
  if (id === undefined) {
    if (pasted.kind === 'address')
      return group([{ key: 'address', words: t`Go to ${pasted.to}`, onChoose: goTo(pasted.to) }])
    if (pasted.kind === 'notification') {
      const to = executionsAddress(source, { view: pasted.view })
      return group([{ key: 'address', words: t`Go to “${viewWord(pasted.view)}”`, onChoose: goTo(to) }])
    }
    return []
  }
  const addressOf = (found: string) =>
    pasted.kind === 'address' && found === id
      ? pasted.to
      : executionsAddress(source, pasted.kind === 'notification' ? { view: pasted.view } : { view: 'all' }, found)
  const open = (found: string, detail?: ReactNode): Entry => ({
    key: `record ${found}`,
    words: t`Open ${found}`,
    detail,
    onChoose: goTo(addressOf(found)),
  })
  // An answer does not have to be waited for: the page of the record says the same.
  if (lookup.data === undefined)
    return group([open(id, lookup.error === null ? <Trans>looking…</Trans> : <LookupFailure error={lookup.error} />)])
  const { rows, isDeleted } = lookup.data
  if (isDeleted === true) return group([open(id, <Trans>deleted</Trans>)])
  if (rows.length === 0)
    return group(
      [],
      <>
        <Trans>No execution and no event has the id {id}.</Trans>
        {isDeleted !== false && (
          <>
            {' '}
            <Trans>A deleted execution cannot be looked up here:</Trans> <MissingReason endpoint={isDeleted} />
          </>
        )}
      </>,
    )
  return group(
    rows.map(({ id: found, execution }) => {
      const { status, error, function: failed } = execution?.state ?? {}
      const what = [status, error?.errorCode, failed?.processorName, failed?.name].filter(Boolean).join(' · ')
      return open(found, found === id ? what : <Trans>failed on this event: {what}</Trans>)
    }),
  )
}

/** Why it is not known what an id is. */
function LookupFailure({ error }: { error: Error }) {
  return (
    <>
      <Trans>could not be looked up</Trans>: <ErrorKind error={error} /> <span lang="en">{error.message}</span>
    </>
  )
}

/** A transaction by its ids, without a question to the OMS: its page asks for the kind where none was named. */
function useTransactions(text: string): readonly Group[] {
  const { t } = useLingui()
  const { language } = usePreferences()
  const navigate = useNavigate()
  const source = useOmsSource()
  const pasted = readPasted(text)
  if (source === undefined || pasted.kind !== 'transaction') return []
  const { setId, transId, cmd } = pasted
  const to = transactionAddress(source, { setId, transId }, { cmd })
  const entry: Entry = {
    key: 'transaction',
    words: t`Open transaction ${setId} / ${transId}`,
    detail: cmd === undefined ? undefined : (kindWord(cmd, language) ?? cmd),
    onChoose: () => void navigate(to, { state: { byKeyboard: true } }),
  }
  return [{ key: 'transactions', title: t`Transactions`, entries: [entry] }]
}

function usePages(): readonly Group[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const source = useWowSource()
  const nouns = useNouns()
  const tools = useTools()
  const viewWord = useViewWord()
  const views =
    source === undefined
      ? []
      : VIEWS.map((view): Entry => ({
          key: `view ${view}`,
          words: viewWord(view),
          alias: `view ${view}`,
          onChoose: () => void navigate(executionsAddress(source, { view })),
        }))
  return [
    { key: 'views', title: t`Views`, entries: views },
    {
      key: 'pages',
      title: t`Pages`,
      entries: nouns.map(({ to, word }) => ({ key: to, words: word, alias: to, onChoose: () => void navigate(to) })),
    },
    {
      key: 'tools',
      title: t`Tools`,
      entries:
        source === undefined
          ? []
          : tools.map(({ path, word, does }) => ({
              key: `tool ${path}`,
              words: word,
              alias: `tool ${path}`,
              detail: does,
              onChoose: () => void navigate(toolAddress(source, path)),
            })),
    },
  ]
}

function useSettings(onKeys: () => void): Group {
  const { t } = useLingui()
  const { theme, language, zone, keys } = usePreferences()
  const chosen = <Trans>chosen</Trans>
  const mark = (isChosen: boolean) => (isChosen ? { detail: chosen } : {})

  async function change(next: Language) {
    if (!(await speak(next))) announce(t`The texts of this language could not be loaded`)
  }

  const themes = { system: t`Theme: as the system`, light: t`Theme: light`, dark: t`Theme: dark` } as const
  const entries: readonly Entry[] = [
    { key: 'keys', words: t`Keys: what they do`, alias: 'keyboard shortcuts help ?', onChoose: onKeys },
    {
      key: 'single-keys',
      words: keys ? t`Turn single-character keys off` : t`Turn single-character keys on`,
      alias: 'keyboard shortcuts',
      onChoose: () => setPreferences({ keys: !keys }),
    },
    ...THEMES.map((each): Entry => ({
      key: `theme ${each}`,
      words: themes[each],
      alias: `theme ${each}`,
      ...mark(theme === each),
      onChoose: () => setPreferences({ theme: each }),
    })),
    {
      key: 'en',
      words: 'English',
      alias: 'language en',
      ...mark(language === 'en'),
      onChoose: () => void change('en'),
    },
    {
      key: 'zh',
      words: '中文',
      alias: 'language chinese zh-cn',
      ...mark(language === 'zh-CN'),
      onChoose: () => void change('zh-CN'),
    },
    {
      key: 'zone local',
      words: t`Time zone: local`,
      alias: 'zone local',
      ...mark(zone === 'local'),
      onChoose: () => setPreferences({ zone: 'local' }),
    },
    {
      key: 'zone UTC',
      words: t`Time zone: UTC`,
      alias: 'zone utc',
      ...mark(zone === 'UTC'),
      onChoose: () => setPreferences({ zone: 'UTC' }),
    },
  ]
  return { key: 'settings', title: t`Preferences`, entries }
}

/** Named zones only when something of a name is typed: there are some four hundred. */
function useZones(text: string): readonly Group[] {
  const { t } = useLingui()
  const typed = text.trim().toLowerCase().replaceAll(' ', '_')
  if (typed.length < 3) return []
  const entries = Intl.supportedValuesOf('timeZone')
    .filter((name) => name.toLowerCase().includes(typed))
    .slice(0, ZONES_SHOWN)
    .map((zone): Entry => ({ key: `zone ${zone}`, words: zone, onChoose: () => setPreferences({ zone }) }))
  return entries.length === 0 ? [] : [{ key: 'zones', title: t`Time zone`, entries }]
}
