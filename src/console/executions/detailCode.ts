/** The code of the detail, which a list does not need until something is opened. */
export const loadDetail = () => import('./detail/ExecutionDetail.tsx')

async function loadEverything(): Promise<void> {
  try {
    await Promise.all([import('./ExecutionRoute.tsx'), loadDetail(), import('./actions/row/RowButtons.tsx')])
  } catch {
    // The click asks again, and shows why it fails.
  }
}

/** Fetches it when the browser has nothing else to do, so that the first click finds it there. */
export function preloadDetail(): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => void loadEverything(), { timeout: 5000 })
  else setTimeout(() => void loadEverything(), 2000)
}
