import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

interface OldAndNewTableProps {
  /** What the rows are parts of. */
  readonly whole: ReactNode
  readonly children: ReactNode
}

/** The parts of something, as they are now beside what they would become. */
export function OldAndNewTable({ whole, children }: OldAndNewTableProps) {
  return (
    <table className="old-and-new">
      <thead>
        <tr>
          <th scope="col">{whole}</th>
          <th scope="col">
            <Trans>Now</Trans>
          </th>
          <th scope="col">
            <Trans>New</Trans>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
