/** Where the gateway passes on what the protocol says about failed executions. */
export const aggregatePath = (source: string) => `/api/wow/${encodeURIComponent(source)}/execution_failed`
export const recordPath = (source: string, id: string) => `${aggregatePath(source)}/${encodeURIComponent(id)}`
