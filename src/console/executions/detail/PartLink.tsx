import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useDetailAddress } from './detailAddress.ts'
import type { DetailPart, Point } from './detailAddress.ts'
import { useMissingOf } from './neededOperations.ts'

interface PartLinkProps {
  readonly id: string
  readonly part: DetailPart
  readonly points?: readonly Point[]
  readonly className?: string
  readonly children: ReactNode
}

/** The way to a part of an execution; only its words where the server lacks what the part needs, which its tab says. */
export function PartLink({ id, part, points = [], className, children }: PartLinkProps) {
  const address = useDetailAddress(id)
  const isOff = useMissingOf(useSourceName())(part) !== undefined
  return isOff ? (
    <span className="secondary">{children}</span>
  ) : (
    <Link className={className} to={address(part, ...points)}>
      {children}
    </Link>
  )
}
