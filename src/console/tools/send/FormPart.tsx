import { Trans } from '@lingui/react/macro'
import { ApiError } from '../../ui/data/request.ts'
import { ObjectFields } from './BodyForm.tsx'
import type { BodyForm } from './bodySchema.ts'

interface FormPartProps {
  readonly form: BodyForm | undefined
  readonly type: string
  /** Why there is no document. */
  readonly failure: Error | null
  /** The JSON where it cannot be read: the form waits then. */
  readonly text: string | undefined
  readonly value: Readonly<Record<string, unknown>>
  readonly onValue: (value: Readonly<Record<string, unknown>>) => void
}

/** The body as a form of its schema, or why there is none. */
export function FormPart({ form, type, failure, text, value, onValue }: FormPartProps) {
  if (type === '') return null
  if (text !== undefined) {
    return (
      <p className="secondary">
        <Trans>The form waits until the JSON beside it can be read.</Trans>
      </p>
    )
  }
  if (failure !== null) {
    return (
      <p className="secondary">
        {failure instanceof ApiError && failure.status === 404 ? (
          <Trans>This server shows no OpenAPI document, so there is no form: write the JSON.</Trans>
        ) : (
          <Trans>The server’s OpenAPI document could not be read, so there is no form: {failure.message}</Trans>
        )}
      </p>
    )
  }
  if (form === undefined) {
    return (
      <p className="secondary">
        <Trans>The server’s OpenAPI document does not know this command: write the JSON.</Trans>
      </p>
    )
  }
  const properties = form.field.kind === 'object' ? form.field.properties : []
  return properties.length === 0 ? (
    <p className="secondary">
      <Trans>This command takes nothing but the aggregate id.</Trans>
    </p>
  ) : (
    <div className="body-form">
      <ObjectFields properties={properties} value={value} onChange={onValue} />
    </div>
  )
}
