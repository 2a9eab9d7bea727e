import * as z from 'zod/mini'

/** A link to another system, with placeholders that `fillTemplate` (`src/wow/linkTemplate.ts`) puts a record's fields into. */
export const LinkTemplate = z.looseObject({ name: z.string(), url: z.string() })
export type LinkTemplate = z.infer<typeof LinkTemplate>

/** `GET /api/links` */
export const Links = z.looseObject({ links: z.array(LinkTemplate) })
export type Links = z.infer<typeof Links>
