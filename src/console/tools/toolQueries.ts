import { queryOptions } from '@tanstack/react-query'
import { WowMetadata } from '../../wow/metadata.ts'
import { request } from '../ui/data/request.ts'
import { OpenApiDocument } from './send/bodySchema.ts'

const pathOf = (source: string, path: string) => `/api/wow/${encodeURIComponent(source)}${path}`
const PATIENCE_MS = 15_000
const limited = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])

/** What the server says of itself; it changes with its release only. */
export const toolQueries = {
  metadata: (source: string) =>
    queryOptions({
      queryKey: ['tools', source, 'metadata'],
      queryFn: ({ signal }) => request(WowMetadata, pathOf(source, '/wow/metadata'), { signal: limited(signal) }),
      staleTime: 10 * 60_000,
    }),

  /** The server's OpenAPI document, which not every server shows. */
  document: (source: string) =>
    queryOptions({
      queryKey: ['tools', source, 'document'],
      queryFn: ({ signal }) => request(OpenApiDocument, pathOf(source, '/v3/api-docs'), { signal: limited(signal) }),
      staleTime: 10 * 60_000,
      retry: false,
    }),
}
