import { Trans } from '@lingui/react/macro'
import { idParts } from '../../../wow/ids.ts'
import { formatMoment } from '../../ui/values/format.ts'
import { Id } from '../../ui/values/Id.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { Time } from '../../ui/values/Time.tsx'

/** Ids with what is in them: the time and the machine that made each, and its number in that millisecond. */
export function IdTable({ label, ids }: { readonly label: string; readonly ids: readonly string[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls, also by the keyboard
    <div className="tool-scroll" tabIndex={0}>
      <table className="tool-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Id</Trans>
            </th>
            <th scope="col">
              <Trans>Made at</Trans>
            </th>
            <th scope="col">
              <Trans>Age</Trans>
            </th>
            <th scope="col">
              <Trans>Machine</Trans>
            </th>
            <th scope="col">
              <Trans>Sequence</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {ids.map((id) => (
            <IdRow key={id} id={id} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function IdRow({ id }: { readonly id: string }) {
  const { zone } = usePreferences()
  const parts = idParts(id)
  return (
    <tr>
      <th scope="row">
        <Id value={id} whole={parts !== undefined} />
      </th>
      {parts === undefined ? (
        <td className="secondary" colSpan={4}>
          <Trans>not readable</Trans>
        </td>
      ) : (
        <>
          <td className="figure">{formatMoment(parts.time, zone)}</td>
          <td>
            <Time at={parts.time} />
          </td>
          <td className="figure">
            {parts.machine} <code className="secondary">{id.slice(8, 12)}</code>
          </td>
          <td className="figure">
            {parts.sequence} <code className="secondary">{id.slice(12)}</code>
          </td>
        </>
      )}
    </tr>
  )
}
