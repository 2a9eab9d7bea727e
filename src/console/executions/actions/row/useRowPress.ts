import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { RefObject } from 'react'
import { useParams } from 'react-router'
import { useKey } from '../../../ui/keys.ts'
import { useIsReachable } from '../../../ui/table/tableModel.ts'

/**
 * `r` does the right next thing with the row in focus, unless a record is open: then it is that one's. True from the press
 * until it is done, since the code that does it may still be on its way.
 */
export function useRowPress(place: RefObject<HTMLElement | null>): [isPressed: boolean, done: () => void] {
  const { t } = useLingui()
  const isRecordOpen = useParams()['id'] !== undefined
  const isReachable = useIsReachable()
  const [isPressed, setPressed] = useState(false)

  useKey('r', isReachable ? t`The right next action` : undefined, 'list', () => {
    const isFocused = place.current?.closest('tr')?.contains(document.activeElement) === true
    if (isRecordOpen || !isFocused) return false
    setPressed(true)
    return undefined
  })

  return [isPressed, () => setPressed(false)]
}
