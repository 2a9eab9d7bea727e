import { useState } from 'react'

/** Which of many things are unfolded, by their number; `toggle` folds or unfolds one, `open` unfolds it. */
export function useOpened() {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  return {
    opened,
    open: (which: number) => setOpened(new Set([...opened, which])),
    toggle: (which: number) => {
      const next = new Set(opened)
      if (!next.delete(which)) next.add(which)
      setOpened(next)
    },
  }
}
