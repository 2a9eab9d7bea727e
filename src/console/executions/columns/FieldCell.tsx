import type { Field } from '../../../wow/condition/fields.ts'
import { firstLine } from '../../ui/table/cells.tsx'
import { Id } from '../../ui/values/Id.tsx'
import { Time } from '../../ui/values/Time.tsx'

/** The cell of any field, by its type; empty where the document lacks it. */
export function FieldCell({ field, value }: { field: Field; value: unknown }) {
  if (value === undefined || value === null || value === '') return null
  if (field.type === 'time' && typeof value === 'number') return <Time at={value} />
  if (typeof value === 'number') return <span className="cut figure">{value}</span>
  if (typeof value === 'string' && isId(field)) return <Id value={value} bare />
  if (typeof value === 'string') {
    return (
      <span className="cut" data-whole={value.slice(0, 600)}>
        <bdi>{firstLine(value)}</bdi>
      </span>
    )
  }
  const json = JSON.stringify(value) ?? ''
  return (
    <code className="cut" data-whole={json.slice(0, 600)}>
      {json.slice(0, 300)}
    </code>
  )
}

const isId = ({ path }: Field): boolean => /(?:^|\.)(?:id|(?:event|aggregate)Id)$/u.test(path)

/** A label at the head of a column begins like the other heads. */
export const asTitle = (label: string): string => label.charAt(0).toUpperCase() + label.slice(1)
