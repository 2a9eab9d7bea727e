import { useParams } from 'react-router'

/** The source in the address, empty on a page that has none. */
export function useSourceName(): string {
  return useParams()['source'] ?? ''
}
