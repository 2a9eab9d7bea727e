import { useEffect } from 'react'
import type { ReactNode } from 'react'

/** A page: names the document and carries the one heading of the first level. */
export function Screen({
  title,
  documentTitle = title,
  children,
  className,
}: {
  title: string
  /** What the browser's tab says, when it should say more than the heading. */
  documentTitle?: string
  children: ReactNode
  className?: string
}) {
  useDocumentTitle(documentTitle)
  return (
    <section className={className === undefined ? 'screen' : `screen ${className}`}>
      <h1 className="screen-title">{title}</h1>
      {children}
    </section>
  )
}

/** The title of the document while this is on screen; the innermost wins, because it renders last. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    const before = document.title
    document.title = title === 'Amends' ? title : `${title} · Amends`
    return () => {
      document.title = before
    }
  }, [title])
}
