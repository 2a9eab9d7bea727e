import { Link } from 'react-router'
import { Icon } from '../Icon.tsx'

interface PagerLinkProps {
  readonly label: string
  readonly icon: 'left' | 'right'
  /** Undefined: there is no such page. */
  readonly to: string | undefined
}

/** The way to the page before or after. */
export function PagerLink({ label, icon, to }: PagerLinkProps) {
  return to === undefined ? (
    <button type="button" className="icon-button" disabled aria-label={label}>
      <Icon name={icon} />
    </button>
  ) : (
    <Link className="icon-button" to={to} aria-label={label} data-tip={label}>
      <Icon name={icon} />
    </Link>
  )
}
