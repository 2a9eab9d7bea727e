import { queryOptions } from '@tanstack/react-query'
import { Links } from '../../../gateway/api/links.ts'
import { request } from '../../ui/data/request.ts'

export const linkQueries = {
  /** Links to other systems, as the gateway was started with them. */
  all: () =>
    queryOptions({
      queryKey: ['links'],
      queryFn: ({ signal }) => request(Links, '/api/links', { signal }),
      staleTime: Infinity,
    }),
}
