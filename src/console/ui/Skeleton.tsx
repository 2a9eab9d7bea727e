import { Trans } from '@lingui/react/macro'

const LINES = 3

interface SkeletonProps {
  readonly className: string
  /** Of each line, as CSS has it; without them three lines as the style sheet has them. */
  readonly widths?: readonly string[]
}

/** In place of what is on its way. */
export function Skeleton({ className, widths }: SkeletonProps) {
  return (
    <div className={className}>
      <span className="visually-hidden">
        <Trans>Loading</Trans>
      </span>
      {Array.from({ length: widths?.length ?? LINES }, (_, index) => (
        <span key={index} className="skeleton" style={widths && { inlineSize: widths[index] }} />
      ))}
    </div>
  )
}
