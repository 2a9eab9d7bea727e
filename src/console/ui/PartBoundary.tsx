import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Component } from 'react'
import type { ReactNode } from 'react'
import { patiently } from './data/patiently.ts'
import { send } from './data/request.ts'
import { Icon } from './Icon.tsx'

/** True when a part of the page could not be loaded, most often because a newer build has replaced it. */
export function isMissingPart(error: unknown): boolean {
  // Chromium, Firefox, Safari, and what the build adds for styles; there is no code to tell it by.
  return error instanceof Error && /imported module|module script failed|preload CSS/iu.test(error.message)
}

interface PartBoundaryProps {
  readonly children: ReactNode
  /** Gives up what was opened, where something was. */
  readonly onClose?: () => void
}

/**
 * Around a part whose code comes when it is needed: when it does not come, the page stays, and a line says why and what
 * brings it. Any other error is the route's.
 */
export class PartBoundary extends Component<PartBoundaryProps, { readonly isMissing: boolean }> {
  override state = { isMissing: false }

  static getDerivedStateFromError(error: unknown) {
    if (!isMissingPart(error)) throw error
    return { isMissing: true }
  }

  override render() {
    return this.state.isMissing ? <MissingPart onClose={this.props.onClose} /> : this.props.children
  }
}

const ASK_AGAIN_MS = 3000

/** Does Amends answer; undefined until that is known. While it does not, it is asked again. */
export function useIsReached(): boolean | undefined {
  const { data, isError } = useQuery({
    queryKey: ['reached'],
    queryFn: ({ signal }) => patiently(signal, (patient) => send('/api/sources', { signal: patient })).then(() => true),
    retry: false,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.status === 'error' ? ASK_AGAIN_MS : false),
  })
  return isError ? false : data
}

/** Says that reloading brings what did not come; not while nobody would answer, or the page were lost, too. */
export function MissingPart({ onClose }: { onClose?: (() => void) | undefined }) {
  const { t } = useLingui()
  const isReached = useIsReached()
  if (isReached === undefined) return null
  return (
    <div className="missing-part" role="alert">
      <Icon name="warning" />
      <span>
        <MissingPartWords isReached={isReached} />
      </span>
      {isReached && (
        <button type="button" className="link-button" onClick={() => location.reload()}>
          <Trans>Reload the page</Trans>
        </button>
      )}
      {onClose && (
        <button type="button" className="icon-button" aria-label={t`Close`} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}

export function MissingPartWords({ isReached }: { isReached: boolean }) {
  return isReached ? (
    <Trans>A part of this page is gone, most often because Amends was updated. Reloading brings the new one.</Trans>
  ) : (
    <Trans>A part of this page did not come: Amends is not reached.</Trans>
  )
}
