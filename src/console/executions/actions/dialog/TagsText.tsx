import { Trans } from '@lingui/react/macro'
import type { Tags } from '../../../../wow/schemas.ts'

/** Tags as `key: value, value`; says so where there are none. */
export function TagsText({ tags }: { readonly tags: Tags }) {
  const entries = Object.entries(tags)
  if (entries.length === 0) {
    return (
      <span className="secondary">
        <Trans>none</Trans>
      </span>
    )
  }
  return (
    <ul className="tags-text">
      {entries.map(([key, values]) => (
        <li key={key}>
          <code>{key}</code>: {values.length === 0 ? '–' : values.join(', ')}
        </li>
      ))}
    </ul>
  )
}
