/** Tags as they are typed: keys may be blank or stand twice while somebody types. */
import * as z from 'zod/mini'
import type { Tags } from '../../../../wow/schemas.ts'

export const TypedTags = z.array(
  z.object({
    /** Which row it is, whatever its key becomes. */
    row: z.number(),
    key: z.string(),
    values: z.array(z.string()),
  }),
)
export type TypedTag = z.infer<typeof TypedTags>[number]

export type TagProblem = 'blank' | 'twice'

type ReadTags =
  | { readonly ok: true; readonly tags: Tags }
  /** By row; undefined where there is none. */
  | { readonly ok: false; readonly problems: readonly (TagProblem | undefined)[] }

export const typedTags = (tags: Tags): TypedTag[] =>
  Object.entries(tags).map(([key, values], row) => ({ row, key, values: [...values] }))

/** Blank values are left out, a key without values stays: both are what the server keeps. */
export function readTags(typed: readonly TypedTag[]): ReadTags {
  const keys = typed.map(({ key }) => key.trim())
  const problems = keys.map((key, at): TagProblem | undefined =>
    key === '' ? 'blank' : keys.indexOf(key) === at ? undefined : 'twice',
  )
  if (problems.some((problem) => problem !== undefined)) return { ok: false, problems }
  const entries = typed.map(({ key, values }) => [key.trim(), values.filter((value) => value.trim() !== '')] as const)
  return { ok: true, tags: Object.fromEntries(entries) }
}
