import { useLingui } from '@lingui/react/macro'
import { DEFAULT_COLUMNS } from '../columns/columnFields.ts'
import { useColumnName } from '../columns/useColumnName.ts'

const ORDERS = DEFAULT_COLUMNS.flatMap((name) => [`-${name}`, name])

interface PhoneOrderProps {
  /** As it stands in the address. */
  readonly sort: string
  readonly onChange: (sort: string) => void
}

/** By what the list is ordered, where there is no room for the heads that say so elsewhere. */
export function PhoneOrder({ sort, onChange }: PhoneOrderProps) {
  const { t } = useLingui()
  const nameOf = useColumnName()
  // A link may be ordered by any field.
  const orders = ORDERS.includes(sort) ? ORDERS : [sort, ...ORDERS]
  return (
    <select
      className="phone-order"
      aria-label={t`Order`}
      value={sort}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {orders.map((order) => (
        <option key={order} value={order}>
          {nameOf(order.replace(/^-/u, ''))} {order.startsWith('-') ? '↓' : '↑'}
        </option>
      ))}
    </select>
  )
}
