/** Which dialog the address opens: `?act=delete`, on the record in the path or, from a row, on `&of=<id>`. */
import { useCallback } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import * as z from 'zod/mini'
import type { Act } from './acts.ts'

interface ActionAddress {
  /** As it stands there; an old or damaged link may name no action. */
  readonly act: string
  /** The record that it is about. */
  readonly id: string
  /** The event of the record that it is about, where it is about one. */
  readonly version: number | undefined
}

/** Left in the history entry of a dialog that was opened here: closing it goes back instead of leaving it behind. */
const OpenedHere = z.looseObject({ openedHere: z.literal(true) })

/** The dialog of the address, undefined when it opens none. */
export function useActionAddress(): ActionAddress | undefined {
  const [params] = useSearchParams()
  const openId = useParams()['id']
  const act = params.get('act')
  const id = params.get('of') ?? openId
  const version = Number(params.get('version') ?? Number.NaN)
  return id === undefined || act === null
    ? undefined
    : { act, id, version: Number.isInteger(version) && version > 0 ? version : undefined }
}

/** Opens the dialog of an action beside whatever is on screen. */
export function useOpenAction(): (act: Act, id: string, version?: number) => void {
  const navigate = useNavigate()
  const { search } = useLocation()
  const openId = useParams()['id']
  return (act, id, version) => {
    const params = new URLSearchParams(search)
    params.set('act', act)
    if (id === openId) params.delete('of')
    else params.set('of', id)
    if (version !== undefined) params.set('version', String(version))
    void navigate({ search: `?${params}` }, { state: { openedHere: true } })
  }
}

/** Closes it: back to where it was opened, or, behind a pasted link, to the same page without it. */
export function useCloseAction(): () => void {
  const navigate = useNavigate()
  const { search, state } = useLocation()
  const isOpenedHere = OpenedHere.safeParse(state).success
  return useCallback(() => {
    if (isOpenedHere) return void navigate(-1)
    const params = new URLSearchParams(search)
    params.delete('act')
    params.delete('of')
    params.delete('version')
    return void navigate({ search: params.size === 0 ? '' : `?${params}` }, { replace: true })
  }, [isOpenedHere, navigate, search])
}
