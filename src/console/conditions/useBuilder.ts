import { useLocation, useNavigate } from 'react-router'
import type { NavigateOptions } from 'react-router'
import { isObject } from '../../wow/json.ts'

interface Edited {
  readonly filter: string
  /** Where the builder is open (`editAddress.ts`). */
  readonly edit?: string | undefined
}

/** The condition builder in the address. Back closes it; closing it goes back where that is what opened it. */
export function useBuilder(search: Edited, setSearch: (patch: Partial<Edited>, options?: NavigateOptions) => void) {
  const navigate = useNavigate()
  const state: unknown = useLocation().state
  const isOnTop = isObject(state) && state['opened'] === 'builder'
  return {
    // Another place in an open builder is no step of its own.
    open: (edit: string) =>
      search.edit === undefined
        ? setSearch({ edit }, { state: { opened: 'builder' } })
        : setSearch({ edit }, { replace: true, state }),
    close: () => (isOnTop ? void navigate(-1) : setSearch({ edit: undefined }, { replace: true })),
    apply: (filter: string) =>
      filter === search.filter && isOnTop
        ? void navigate(-1)
        : setSearch({ filter, edit: undefined }, { replace: isOnTop }),
  }
}
