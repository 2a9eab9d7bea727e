import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import * as z from 'zod/mini'
import { MissingReason } from '../../ui/BlockedReason.tsx'
import { useMissing } from '../../ui/data/capabilities.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Fact } from '../../ui/values/Fact.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import { sendAddress } from '../send/sendAddress.ts'
import { toolQueries } from '../toolQueries.ts'
import { foundMetadata, shortName } from './foundMetadata.ts'
import type { FoundAggregate, FoundContext } from './foundMetadata.ts'
import './metadata.css'

// Renamed, or a lint rule takes it for a promise's.
const orElse = z.catch
const MetadataSearch = z.object({ q: orElse(z._default(z.string(), ''), '') })

/** The bounded contexts that the server knows, with their aggregates, commands and events. */
export function MetadataPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const [{ q }, setSearch] = useUrlState(MetadataSearch)
  const missing = useMissing(source)('wow.metadata.get')
  const { data, error, isFetching, refetch } = useQuery({
    ...toolQueries.metadata(source),
    enabled: missing === undefined,
  })
  const found = data === undefined ? [] : foundMetadata(data, q)
  const withAggregates = found.filter(({ aggregates }) => aggregates.length > 0)
  const others = found.filter(({ aggregates }) => aggregates.length === 0)
  return (
    <Screen title={t`Metadata`}>
      <label className="tool-field metadata-search">
        <Trans>Search contexts, aggregates, commands, events</Trans>
        <input
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={q}
          onChange={(event) => setSearch({ q: event.currentTarget.value }, { replace: true })}
        />
      </label>
      {missing && (
        <p className="lead">
          <MissingReason endpoint={missing} />
        </p>
      )}
      <ErrorNote
        error={missing ? null : error}
        title={<Trans>The metadata could not be read.</Trans>}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
      {data !== undefined && found.length === 0 && (
        <p className="lead">
          <Trans>Nothing in the metadata is called like that.</Trans>{' '}
          <button type="button" className="link-button" onClick={() => setSearch({ q: '' })}>
            <Trans>Show everything</Trans>
          </button>
        </p>
      )}
      {withAggregates.map((context) => (
        <ContextPart key={context.name} context={context} />
      ))}
      {others.length > 0 && (
        <section className="tool-part" aria-labelledby="no-aggregates">
          <h2 id="no-aggregates">
            <Plural value={others.length} one="# context without aggregates" other="# contexts without aggregates" />
          </h2>
          <ul className="metadata-names">
            {others.map(({ name, scopes }) => (
              <li key={name}>
                <code>{name}</code> <span className="secondary">{scopes.join(', ')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {data !== undefined && <RawJson value={data} label={t`the metadata`} />}
    </Screen>
  )
}

function ContextPart({ context }: { readonly context: FoundContext }) {
  const { name, alias, description, scopes, aggregates } = context
  return (
    <section className="tool-part" aria-label={name}>
      <h2>
        <code>{name}</code>
      </h2>
      <dl className="facts">
        <Fact name={<Trans>Alias</Trans>}>{alias}</Fact>
        <Fact name={<Trans>Description</Trans>}>{description}</Fact>
        <Fact name={<Trans>Packages</Trans>}>{scopes.join(', ')}</Fact>
      </dl>
      {aggregates.map((aggregate) => (
        <AggregatePart key={aggregate.name} context={name} aggregate={aggregate} />
      ))}
    </section>
  )
}

function AggregatePart({ context, aggregate }: { readonly context: string; readonly aggregate: FoundAggregate }) {
  const source = useSourceName()
  const { name, type, tenantId, commands, events } = aggregate
  return (
    <div className="metadata-aggregate">
      <h3>
        <Trans>
          Aggregate <code>{name}</code>
        </Trans>
      </h3>
      <dl className="facts">
        <Fact name={<Trans>Class</Trans>}>{type !== undefined && <Id value={type} whole />}</Fact>
        <Fact name={<Trans>Tenant</Trans>}>
          {tenantId === undefined ? <Trans>each record has its own</Trans> : <code>{tenantId}</code>}
        </Fact>
      </dl>
      <div className="metadata-classes">
        {commands.length > 0 && (
          <div>
            <h4>
              <Trans>Commands</Trans>
            </h4>
            <ul className="metadata-names">
              {commands.map((className) => (
                <li key={className}>
                  <ClassName className={className} />{' '}
                  <Link to={sendAddress(source, { type: className, context, aggregate: name })}>
                    <Trans>Send</Trans>
                    <span className="visually-hidden"> {shortName(className)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        )}
        {events.length > 0 && (
          <div>
            <h4>
              <Trans>Events</Trans>
            </h4>
            <ul className="metadata-names">
              {events.map((className) => (
                <li key={className}>
                  <ClassName className={className} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {aggregate.scopes.length > 0 && (
        <Fold className="metadata-scopes" summary={<Trans>Packages of {name}</Trans>}>
          {() => <p className="secondary">{aggregate.scopes.join(', ')}</p>}
        </Fold>
      )}
    </div>
  )
}

/** The short name, copied and titled whole. */
function ClassName({ className }: { readonly className: string }) {
  const short = shortName(className)
  return (
    <>
      <strong>{short}</strong>
      {short !== className && (
        <>
          {' '}
          <Id value={className} whole />
        </>
      )}
    </>
  )
}
