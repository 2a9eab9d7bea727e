import { Trans } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'

interface NoFormProps {
  /** What the form is about, which is not there yet or could not be read. */
  readonly reading: Pick<UseQueryResult, 'error' | 'isFetching' | 'refetch'>
  /** "This execution could not be read." */
  readonly failure: ReactNode
  /** Why there will be no form, whatever is read. */
  readonly reason: ReactNode | undefined
  readonly onClose: () => void
}

/** Stands in a dialog in place of its form. */
export function NoForm({ reading, failure, reason, onClose }: NoFormProps) {
  return (
    <>
      {reason !== undefined ? (
        <p>{reason}</p>
      ) : reading.error === null ? (
        <p className="secondary">
          <Trans>Loading</Trans>
        </p>
      ) : (
        <ErrorNote
          error={reading.error}
          title={failure}
          onRetry={() => void reading.refetch()}
          retrying={reading.isFetching}
        />
      )}
      <div className="dialog-buttons">
        <Button onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </>
  )
}
