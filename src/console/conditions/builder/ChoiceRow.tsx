import type { Choice } from './Combobox.tsx'

interface ChoiceRowProps {
  readonly id: string
  readonly choice: Choice
  readonly heading: string | undefined
  readonly isActive: boolean
  readonly onChoose: () => void
}

/** One choice in the list of a `Combobox`, below the heading of its group where that begins. */
export function ChoiceRow({ id, choice, heading, isActive, onChoose }: ChoiceRowProps) {
  const { label, detail, refusal } = choice
  return (
    <>
      {heading !== undefined && (
        <div role="presentation" className="combobox-heading">
          {heading}
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the box above has the keys */}
      <div
        id={id}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as the list around it
        role="option"
        tabIndex={-1}
        aria-selected={isActive}
        aria-disabled={refusal !== undefined}
        className={isActive ? 'choice is-active' : 'choice'}
        onClick={onChoose}
      >
        <span>{label}</span>
        {detail !== undefined && <code>{detail}</code>}
        {refusal !== undefined && (
          <span className="choice-refusal" lang="en">
            {refusal}
          </span>
        )}
      </div>
    </>
  )
}
