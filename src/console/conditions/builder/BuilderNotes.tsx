import { Plural, Trans } from '@lingui/react/macro'
import { MAX_WRITTEN } from '../../../wow/condition/conditionCodec.ts'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import type { useDraft } from './useDraft.ts'

/** Where the draft comes from, when that is not the applied filter. */
export function DraftNotes({ draft: kept }: { readonly draft: ReturnType<typeof useDraft> }) {
  const { draft, isChanged, isBehind, other, restart, showOther } = kept
  return (
    <>
      {draft.isKept && isChanged && (
        <p className="builder-note">
          <Trans>These changes were not applied yet.</Trans>{' '}
          <button type="button" className="link-button" onClick={restart}>
            <Trans>Begin again from the applied filter</Trans>
          </button>
        </p>
      )}
      {isBehind && (
        <p className="builder-note">
          <Trans>The applied filter is another now.</Trans>{' '}
          <button type="button" className="link-button" onClick={restart}>
            <Trans>Drop these changes and begin from it</Trans>
          </button>
        </p>
      )}
      {other !== undefined && (
        <p className="builder-note">
          <Trans>Changes to another filter were left here unapplied.</Trans>{' '}
          <button type="button" className="link-button" onClick={showOther}>
            <Trans>Show them</Trans>
          </button>
        </p>
      )}
    </>
  )
}

/** Why nothing was applied; `marked`: so many conditions, undefined: the JSON. */
export function Incomplete({ marked }: { readonly marked: number | undefined }) {
  return (
    <p className="problem">
      {marked === undefined ? (
        <Trans>Nothing was applied: the JSON cannot be read.</Trans>
      ) : (
        <Trans>
          Nothing was applied: <Plural value={marked} one="one condition is" other="# conditions are" /> marked.
        </Trans>
      )}
    </p>
  )
}

/** The filter has more characters than a link can have. */
export function TooLong({ length }: { readonly length: number }) {
  const { language } = usePreferences()
  return (
    <p className="problem">
      <Trans>
        This filter is too long for an address: {formatNumber(length, language)} of{' '}
        {formatNumber(MAX_WRITTEN, language)} characters. A link to it could not be read back, so it cannot be applied.
      </Trans>
    </p>
  )
}
