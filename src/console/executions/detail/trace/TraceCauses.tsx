import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { RefObject } from 'react'
import type { Throwable } from '../../../../wow/failure/stackTrace.ts'

/** More than this many are a loop of some library, not a structure. */
const MOST_SHOWN = 12

interface TraceCausesProps {
  readonly throwables: readonly Throwable[]
  /** The lines of the trace; each throwable is a fold in them, in this order. */
  readonly lines: RefObject<HTMLElement | null>
}

/** What was thrown, by what it was caused, what was suppressed: each leads to its lines. */
export function TraceCauses({ throwables, lines }: TraceCausesProps) {
  const { t } = useLingui()
  if (throwables.length < 2) return null

  function jump(index: number) {
    const scroller = lines.current
    const fold = scroller?.querySelectorAll<HTMLDetailsElement>('.throwable')[index]
    if (!scroller || !fold) return
    fold.open = true
    const below = fold.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    scroller.scrollTo({ top: scroller.scrollTop + below - 4 })
    fold.querySelector('summary')?.focus({ preventScroll: true })
  }

  return (
    <nav className="trace-causes" aria-label={t`Causes`}>
      <ol>
        {throwables.slice(0, MOST_SHOWN).map((throwable, index) => (
          <li key={index} data-depth={throwable.relation === 'suppressed' || throwable.depth > 0 ? 1 : undefined}>
            <span className="secondary">
              <Relation throwable={throwable} />
            </span>{' '}
            <button type="button" className="link-button" onClick={() => jump(index)}>
              {shortName(throwable)}
            </button>
          </li>
        ))}
      </ol>
      {throwables.length > MOST_SHOWN && (
        <span className="secondary">
          <Plural value={throwables.length - MOST_SHOWN} one="and # more" other="and # more" />
        </span>
      )}
    </nav>
  )
}

function Relation({ throwable: { relation } }: { readonly throwable: Throwable }) {
  if (relation === 'cause') return <Trans>caused by</Trans>
  if (relation === 'suppressed') return <Trans>suppressed</Trans>
  return <Trans>thrown</Trans>
}

const shortName = ({ className, message }: Throwable): string =>
  className === '' ? message.slice(0, 60) : className.slice(className.lastIndexOf('.') + 1)
