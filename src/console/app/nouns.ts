import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { IconName } from '../ui/Icon.tsx'
import { sourceQueries } from '../ui/data/sourceQueries.ts'

interface Noun {
  readonly to: string
  readonly word: string
  readonly icon: IconName
}

/** The Wow source of the address, else the first there is; undefined while none is known. */
export const useWowSource = (): string | undefined => useSourceOf('wow')

/** The OMS of the address, else the first there is. */
export const useOmsSource = (): string | undefined => useSourceOf('oms')

function useSourceOf(kind: 'wow' | 'oms'): string | undefined {
  const { data } = useQuery(sourceQueries.all())
  const inAddress = useParams()['source']
  if (data === undefined) return inAddress
  const sources = data.sources.filter((source) => source.kind === kind)
  return (sources.find(({ name }) => name === inAddress) ?? sources[0])?.name
}

/** Where a person can go. A noun appears here when its first page exists. */
export function useNouns(): readonly Noun[] {
  const { t } = useLingui()
  const { data } = useQuery(sourceQueries.all())
  const inAddress = useParams()['source']
  const nouns = [
    { kind: 'wow', path: 'executions', word: t`Executions`, icon: 'list' },
    { kind: 'oms', path: 'transactions', word: t`Transactions`, icon: 'transaction' },
    { kind: 'wow', path: 'tools', word: t`Tools`, icon: 'tools' },
  ] as const
  return nouns.flatMap(({ kind, path, word, icon }) => {
    const sources = data?.sources.filter((source) => source.kind === kind) ?? []
    const source = sources.find(({ name }) => name === inAddress) ?? sources[0]
    return source === undefined ? [] : [{ to: `/${encodeURIComponent(source.name)}/${path}`, word, icon }]
  })
}
