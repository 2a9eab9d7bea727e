import { Trans } from '@lingui/react/macro'
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

/** True when a part of the page could not be loaded, most often because a newer build has replaced it. */
export function isMissingPart(error: unknown): boolean {
  // Chromium, Firefox, Safari, and what the build adds for styles; there is no code to tell it by.
  return error instanceof Error && /imported module|module script failed|preload CSS/iu.test(error.message)
}

/**
 * Around a part whose code comes when it is needed: when it does not come, the page stays, and a line says that
 * reloading brings it. Any other error is the route's.
 */
export class PartBoundary extends Component<{ readonly children: ReactNode }, { readonly isMissing: boolean }> {
  override state = { isMissing: false }

  static getDerivedStateFromError(error: unknown) {
    if (!isMissingPart(error)) throw error
    return { isMissing: true }
  }

  override render() {
    return this.state.isMissing ? <MissingPart /> : this.props.children
  }
}

/** Says that reloading brings what did not come. */
export function MissingPart() {
  return (
    <div className="missing-part" role="alert">
      <Icon name="warning" />
      <span>
        <Trans>A part of this page is gone, most often because Amends was updated. Reloading brings the new one.</Trans>
      </span>
      <button type="button" className="link-button" onClick={() => location.reload()}>
        <Trans>Reload the page</Trans>
      </button>
    </div>
  )
}
