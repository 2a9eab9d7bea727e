import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Capabilities } from '../../../gateway/api/capabilities.ts'
import type { Endpoint } from '../../../gateway/api/capabilities.ts'
import type { RefusedOperator, Source } from '../../../gateway/api/sources.ts'
import { capabilitiesPath, capabilityQueries } from '../../ui/data/capabilities.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Fact } from '../../ui/values/Fact.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { formatDuration, formatMoment } from '../../ui/values/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { request } from '../../ui/data/request.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useServerNow } from '../../ui/data/serverClock.ts'
import { sourceQueries } from '../../ui/data/sourceQueries.ts'
import { Time } from '../../ui/values/Time.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUsed } from './useUsed.ts'
import './server.css'

/** What the connected server is, can do and refuses, found out by questions that change nothing. */
export function ServerPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const client = useQueryClient()
  const { data: known } = useQuery(sourceQueries.all())
  const server = known?.sources.find(({ name, kind }) => name === source && kind === 'wow')
  const { data, error, isFetching, refetch } = useQuery(capabilityQueries.of(source))
  const again = useMutation({
    mutationFn: () => request(Capabilities, `${capabilitiesPath(source)}/again`, { method: 'POST' }),
    onSuccess: (found) => client.setQueryData(capabilityQueries.of(source).queryKey, found),
  })
  return (
    <Screen title={t`This server`}>
      {server !== undefined && <ServerFacts server={server} version={data?.version} />}
      <ErrorNote
        error={error}
        title={<Trans>What this server can do is not known.</Trans>}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
      {data === undefined && error === null && (
        <output className="secondary">
          <Trans>Finding out what this server can do…</Trans>
        </output>
      )}
      {data !== undefined && (
        <>
          <Endpoints endpoints={data.endpoints} />
          <Guard refused={server?.refusedOperators ?? undefined} limits={data.limits} />
          {data.others.length > 0 && <Others others={data.others} />}
          <p className="tool-form server-again">
            <span className="secondary">
              <Trans>
                Looked <Time at={data.at} />, with requests that can match and change nothing.
              </Trans>
            </span>
            <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>
              <Trans>Look again</Trans>
            </Button>
          </p>
          <ErrorNote error={again.error} title={<Trans>It could not be looked at again.</Trans>} />
        </>
      )}
    </Screen>
  )
}

function ServerFacts({ server, version }: { readonly server: Source; readonly version: string | null | undefined }) {
  const { zone } = usePreferences()
  const now = useServerNow(1000)
  const { health, clockOffsetMs, url, embedded, name } = server
  return (
    <dl className="facts server-facts">
      <Fact name={<Trans>Name</Trans>}>
        <code>{name}</code>
      </Fact>
      <Fact name={<Trans>Address</Trans>}>
        {embedded ? <Trans>embedded in this Amends</Trans> : <code>{url}</code>}
      </Fact>
      <Fact name={<Trans>Version of Wow</Trans>}>
        {version === undefined ? null : (version ?? <Trans>not told: it shows no OpenAPI document</Trans>)}
      </Fact>
      <Fact name={<Trans>Reached</Trans>}>
        {health.state === 'up' ? (
          <span className="status status-succeeded">
            <Icon name="succeeded" />
            <Trans>yes</Trans>
          </span>
        ) : (
          <span className="status status-failed">
            <Icon name="failed" />
            {health.state === 'unknown' ? <Trans>not known yet</Trans> : <Trans>no</Trans>}
          </span>
        )}{' '}
        {health.state === 'down' && health.message !== null && <span lang="en">{health.message}</span>}
      </Fact>
      <Fact name={<Trans>Its clock</Trans>}>
        {now === null || clockOffsetMs === null ? (
          <Trans>not known: its ids do not tell the time</Trans>
        ) : (
          <>
            <span className="figure">{formatMoment(now, zone)}</span> <Offset ms={clockOffsetMs} />
          </>
        )}
      </Fact>
    </dl>
  )
}

const CLOSE_MS = 500

function Offset({ ms }: { readonly ms: number }) {
  const { language } = usePreferences()
  if (Math.abs(ms) < CLOSE_MS) {
    return (
      <span className="secondary">
        <Trans>as this Amends’ clock</Trans>
      </span>
    )
  }
  const by = formatDuration(Math.abs(ms), language)
  return (
    <span className="warn">
      {ms > 0 ? <Trans>ahead of Amends by {by}</Trans> : <Trans>behind Amends by {by}</Trans>}
    </span>
  )
}

function Endpoints({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const { t } = useLingui()
  const usedFor = useUsed()
  const there = endpoints.filter(({ state }) => state === 'there')
  const others = endpoints.filter(({ state }) => state !== 'there')
  return (
    <section className="tool-part" aria-labelledby="endpoints">
      <h2 id="endpoints">
        {others.length === 0 ? (
          <Trans>All {endpoints.length} operations of the protocol are there</Trans>
        ) : (
          <Trans>
            {there.length} of {endpoints.length} operations of the protocol are there
          </Trans>
        )}
      </h2>
      {others.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls, also by the keyboard
        <div className="tool-scroll" tabIndex={0}>
          <table className="tool-table server-missing" aria-label={t`Operations that are not there`}>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Operation</Trans>
                </th>
                <th scope="col">
                  <Trans>What is off because of it</Trans>
                </th>
                <th scope="col">
                  <Trans>What was answered</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {others.map((endpoint) => (
                <tr key={endpoint.id}>
                  <th scope="row">
                    <EndpointState state={endpoint.state} />{' '}
                    <code>
                      {endpoint.method} {endpoint.path}
                    </code>
                  </th>
                  <td>{usedFor(endpoint.id) ?? t`nothing in this console`}</td>
                  <td lang="en">{endpoint.words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Fold className="server-fold" summary={<Trans>Those that are there</Trans>}>
        {() => (
          <ul>
            {there.map(({ id, method, path }) => (
              <li key={id}>
                <code>
                  {method} {path}
                </code>
              </li>
            ))}
          </ul>
        )}
      </Fold>
    </section>
  )
}

function EndpointState({ state }: { readonly state: Endpoint['state'] }) {
  return (
    <span className="status status-timed-out">
      <Icon name="warning" />
      {state === 'missing' ? (
        <Trans>missing</Trans>
      ) : state === 'refused' ? (
        <Trans>refused</Trans>
      ) : (
        <Trans>not known</Trans>
      )}
    </span>
  )
}

interface GuardProps {
  readonly refused: readonly RefusedOperator[] | undefined
  readonly limits: Capabilities['limits']
}

/** What the server refuses to be asked over HTTP. */
function Guard({ refused, limits }: GuardProps) {
  return (
    <section className="tool-part" aria-labelledby="guard">
      <h2 id="guard">
        <Trans>What it refuses to be asked</Trans>
      </h2>
      {refused === undefined ? (
        <p className="secondary">
          <Trans>Not known yet which operators it refuses.</Trans>
        </p>
      ) : (
        <p>
          <Plural
            value={refused.length}
            _0="No operator of conditions."
            one="# operator of conditions:"
            other="# operators of conditions:"
          />
        </p>
      )}
      <ul className="server-refused">
        {refused?.map(({ operator, form, message }) => (
          <li key={`${operator} ${form ?? ''}`}>
            <code>
              {operator}
              {form === 'false' ? ' false' : form === 'ignoreCase' ? ' ignoreCase' : ''}
            </code>{' '}
            <span className="secondary" lang="en">
              {message}
            </span>
          </li>
        ))}
      </ul>
      {limits.length === 0 ? (
        <p>
          <Trans>Lists and pages of any size are answered: this server has no guard for them.</Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>Sizes:</Trans>
          </p>
          <ul className="server-refused">
            {limits.map(({ asked, words }) => (
              <li key={asked} className="secondary" lang="en">
                {words}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Others({ others }: { readonly others: Capabilities['others'] }) {
  return (
    <section className="tool-part" aria-labelledby="others">
      <h2 id="others">
        <Plural
          value={others.length}
          one="# more operation, which this console does not use"
          other="# more operations, which this console does not use"
        />
      </h2>
      <ul>
        {others.map(({ method, path, summary }) => (
          <li key={`${method} ${path}`}>
            <code>
              {method} {path}
            </code>{' '}
            <span className="secondary">{summary}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
