import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import type { FunctionInfo } from '../../../../wow/schemas.ts'

/** The parts of a function as a form has them. */
export const FUNCTION_FIELDS = ['functionKind', 'contextName', 'processorName', 'name'] as const
export type FunctionField = (typeof FUNCTION_FIELDS)[number]
export const TypedFunction = z.object({
  functionKind: z.string(),
  contextName: z.string(),
  processorName: z.string(),
  name: z.string(),
})
export type TypedFunction = Readonly<z.infer<typeof TypedFunction>>

export const typedFunction = ({ functionKind, contextName, processorName, name }: FunctionInfo): TypedFunction => ({
  functionKind,
  contextName,
  processorName,
  name,
})

export const trimmedFunction = (typed: TypedFunction): TypedFunction => ({
  functionKind: typed.functionKind,
  contextName: typed.contextName.trim(),
  processorName: typed.processorName.trim(),
  name: typed.name.trim(),
})

export function functionFieldName(field: FunctionField): ReactNode {
  switch (field) {
    case 'functionKind':
      return <Trans>Kind</Trans>
    case 'contextName':
      return <Trans>Context</Trans>
    case 'processorName':
      return <Trans>Processor</Trans>
    case 'name':
      return <Trans>Name</Trans>
    default:
      return null
  }
}

interface FunctionInputProps {
  /** Of the input, for its label. */
  readonly id: string
  readonly field: FunctionField
  readonly kinds: readonly FunctionInfo['functionKind'][]
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Where one part of a function is typed or, its kind, chosen; a kind that is none of those stays choosable. */
export function FunctionInput({ id, field, kinds, value, onChange }: FunctionInputProps) {
  return field === 'functionKind' ? (
    <select id={id} className="text-input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {kinds.every((kind) => kind !== value) && <option>{value}</option>}
      {kinds.map((kind) => (
        <option key={kind}>{kind}</option>
      ))}
    </select>
  ) : (
    <input
      id={id}
      className="text-input"
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={value}
      aria-invalid={value.trim() === ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
