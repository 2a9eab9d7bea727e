import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { IconName } from '../ui/Icon.tsx'
import { sourceQueries } from '../ui/sourceQueries.ts'

export interface Noun {
  readonly to: string
  readonly word: string
  readonly icon: IconName
}

/** The Wow source of the address, else the first there is; undefined while none is known. */
export function useWowSource(): string | undefined {
  const { data } = useQuery(sourceQueries.all())
  const inAddress = useParams()['source']
  return inAddress ?? data?.sources.find(({ kind }) => kind === 'wow')?.name
}

/** Where a person can go. A noun appears here when its first page exists. */
export function useNouns(): readonly Noun[] {
  const { t } = useLingui()
  const source = useWowSource()
  return source === undefined
    ? []
    : [{ to: `/${encodeURIComponent(source)}/executions`, word: t`Executions`, icon: 'list' }]
}
