import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { fillTemplate } from '../../../wow/linkTemplate.ts'
import type { EventHeader } from '../../../wow/schemas.ts'
import type { ExecutionRecord } from './executionRecord.ts'
import { Fact } from '../../ui/values/Fact.tsx'
import { linkQueries } from './linkQueries.ts'

interface TemplateLinksProps {
  readonly record: ExecutionRecord
  /** That of the last event, undefined while unknown. */
  readonly header: EventHeader | undefined
}

/** Ways to what other systems know of this record; one that needs a field which the record lacks is left out. */
export function TemplateLinks({ record, header }: TemplateLinksProps) {
  const { data } = useQuery(linkQueries.all())
  const links = (data?.links ?? []).flatMap(({ name, url }) => {
    const address = fillTemplate(url, record.raw, header)
    return address === undefined ? [] : [{ name, address }]
  })
  if (links.length === 0) return null
  return (
    <Fact name={<Trans>Links</Trans>}>
      <span className="template-links">
        {links.map(({ name, address }) => (
          <a key={name} href={address} target="_blank" rel="noopener noreferrer" data-tip={address}>
            {name} <span aria-hidden="true">↗</span>
            <span className="visually-hidden">
              <Trans>(opens in a new tab)</Trans>
            </span>
          </a>
        ))}
      </span>
    </Fact>
  )
}
