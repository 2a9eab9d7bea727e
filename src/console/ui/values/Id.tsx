import { useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import type { To } from 'react-router'
import { CopyButton } from '../copy/CopyButton.tsx'
import { middleTruncated } from './format.ts'

interface IdProps {
  readonly value: string
  /** Makes the id a link. */
  readonly to?: To
  /** Shows the id whole. */
  readonly whole?: boolean
  /** Leaves out the copy button, for dense places where another one is near. */
  readonly bare?: boolean
  readonly tabIndex?: number
}

/** An id: in the mono face, cut in the middle, copied and titled whole. */
export function Id({ value, to, whole = false, bare = false, tabIndex }: IdProps) {
  const { t } = useLingui()
  const shown = whole ? value : middleTruncated(value)
  const tip = shown === value ? undefined : value
  return (
    <span className="id">
      {to === undefined ? (
        <code data-tip={tip}>{shown}</code>
      ) : (
        <Link to={to} data-tip={tip} tabIndex={tabIndex}>
          <code>{shown}</code>
        </Link>
      )}
      {!bare && <CopyButton text={value} label={t`Copy ${value}`} />}
    </span>
  )
}
