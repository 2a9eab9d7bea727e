import { useLingui } from '@lingui/react/macro'

const OWN = 'compensation.execution_failed.'

/** What in this console is off where an operation is missing. */
export function useUsed(): (id: string) => string | undefined {
  const { t } = useLingui()
  const used: Readonly<Record<string, string>> = {
    [`${OWN}snapshot.count`]: t`Counts of views and matches`,
    [`${OWN}snapshot.list_query`]: t`The list of executions and everything that begins with it`,
    [`${OWN}snapshot.paged_query`]: t`Deleted executions, and orders by a field that not every record has`,
    [`${OWN}snapshot.load`]: t`The record that is open`,
    [`${OWN}event.count`]: t`Counts of events`,
    [`${OWN}event.list_query`]: t`Attempts, history by kind of event, state at a time, event explorer`,
    [`${OWN}event.paged_query`]: t`Maintenance: how many records there are`,
    [`${OWN}event_stream.load`]: t`History`,
    [`${OWN}aggregate_tracing.get`]: t`State at, deleted executions`,
    [`${OWN}time_based_aggregate.load`]: t`State at a time`,
    [`${OWN}prepare_compensation`]: t`Prepare`,
    [`${OWN}force_prepare_compensation`]: t`Force prepare`,
    [`${OWN}apply_retry_spec`]: t`Apply retry spec`,
    [`${OWN}change_function`]: t`Change function`,
    [`${OWN}mark_recoverable`]: t`Mark recoverable`,
    [`${OWN}default_delete_aggregate`]: t`Delete`,
    [`${OWN}default_recover_aggregate`]: t`Recover`,
    [`${OWN}default_apply_resource_tags`]: t`Apply tags`,
    [`${OWN}snapshot.regenerate`]: t`Regenerate snapshot`,
    [`${OWN}snapshot.batch_regenerate`]: t`Maintenance: regenerate all snapshots`,
    [`${OWN}state_event.resend`]: t`Maintenance: resend state events`,
    [`${OWN}compensate`]: t`Event compensate`,
    'wow.command.send': t`Send a command`,
    'wow.metadata.get': t`Metadata, the list of commands`,
    'wow.global_id.generate': t`Global ids, the server’s clock`,
    'wow.bi_script.generate': t`BI script`,
  }
  return (id) => used[id]
}
