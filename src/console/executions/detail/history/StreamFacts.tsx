import { Trans } from '@lingui/react/macro'
import type { DomainEventStream } from '../../../../wow/schemas.ts'
import { Fact } from '../../../ui/values/Fact.tsx'
import { Id } from '../../../ui/values/Id.tsx'
import { Time } from '../../../ui/values/Time.tsx'

/** Shown under names of their own; what else a header holds is shown under the name it has there. */
const NAMED_HEADERS = new Set([
  'upstream_name',
  'command_operator',
  'device_id',
  'app_id',
  'remote_ip',
  'user_agent',
  'trace_id',
  'command_wait_id',
  'command_wait_stage',
  'command_wait_endpoint',
])

const idOf = (value: string | undefined) => (value === undefined ? undefined : <Id value={value} whole />)

/** Who and what stands behind an event. The server leaves out what it does not know. */
export function StreamFacts({ stream }: { readonly stream: DomainEventStream }) {
  const { header } = stream

  return (
    <dl className="facts">
      <Fact name={<Trans>Time</Trans>}>
        <Time at={stream.createTime} show="absolute" />
      </Fact>
      <Fact name={<Trans>Command</Trans>}>{header['upstream_name']}</Fact>
      <Fact name={<Trans>Operator</Trans>}>{header['command_operator']}</Fact>
      <Fact name={<Trans>Device</Trans>}>{header['device_id']}</Fact>
      <Fact name={<Trans>Application</Trans>}>{header['app_id']}</Fact>
      <Fact name={<Trans>Address</Trans>}>{header['remote_ip']}</Fact>
      <Fact name={<Trans>User agent</Trans>}>{header['user_agent']}</Fact>
      <Fact name={<Trans>Request id</Trans>}>{idOf(stream.requestId)}</Fact>
      <Fact name={<Trans>Command id</Trans>}>{idOf(stream.commandId)}</Fact>
      <Fact name={<Trans>Trace id</Trans>}>{idOf(header['trace_id'])}</Fact>
      <Fact name={<Trans>Event id</Trans>}>{idOf(stream.id)}</Fact>
      <Fact name={<Trans>Wait id</Trans>}>{idOf(header['command_wait_id'])}</Fact>
      <Fact name={<Trans>Wait stage</Trans>}>{header['command_wait_stage']}</Fact>
      <Fact name={<Trans>Wait endpoint</Trans>}>{header['command_wait_endpoint']}</Fact>
      <Fact name={<Trans>Type</Trans>}>
        {stream.body.map(({ bodyType, revision }) => `${bodyType} ${revision}`).join(', ')}
      </Fact>
      {Object.entries(header)
        .filter(([name]) => !NAMED_HEADERS.has(name))
        .map(([name, value]) => (
          <Fact key={name} name={<code>{name}</code>}>
            {value}
          </Fact>
        ))}
    </dl>
  )
}
