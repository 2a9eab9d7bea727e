import { Trans } from '@lingui/react/macro'

/** The mark of an execution in words; a value of a newer server stays as it is. */
export function RecoverableName({ value }: { readonly value: string }) {
  switch (value) {
    case 'RECOVERABLE':
      return <Trans>recoverable</Trans>
    case 'UNRECOVERABLE':
      return <Trans>unrecoverable</Trans>
    case 'UNKNOWN':
      return <Trans>unknown</Trans>
    default:
      return <>{value}</>
  }
}
