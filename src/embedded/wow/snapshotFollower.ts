interface SnapshotFollower {
  /** Lets the snapshot of this version follow; calls come in the order of the commits. */
  follow(aggregateId: string, version: number): void
  /** Resolves once that version, or a later one, is saved. */
  saved(aggregateId: string, version: number): Promise<void>
  close(): void
}

interface Following {
  readonly aggregateId: string
  readonly version: number
  readonly dueAt: number
}

/** A save that failed is tried again after so long. */
const AGAIN_MS = 1000

/**
 * Saves each snapshot `lagMs` after its event, one after the other, as a busy real server does. What has not followed
 * when the process ends is noted in the store and made good at the next start.
 */
export function snapshotFollower(
  lagMs: number,
  save: (aggregateId: string, version: number) => Promise<void>,
  failed: (error: unknown) => void,
): SnapshotFollower {
  const queue: Following[] = []
  const waiting = new Map<string, { readonly version: number; readonly resolve: () => void }[]>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function schedule(): void {
    const [first] = queue
    if (timer !== undefined || first === undefined || closed) return
    timer = setTimeout(() => void saveFirst(first), Math.max(0, first.dueAt - performance.now()))
  }

  async function saveFirst(first: Following): Promise<void> {
    const { aggregateId, version } = first
    try {
      await save(aggregateId, version)
      release(aggregateId, version)
    } catch (error) {
      failed(error)
      // Or nobody would see it before the next event of this aggregate or the next start.
      queue.push({ ...first, dueAt: performance.now() + AGAIN_MS })
    }
    queue.shift()
    timer = undefined
    schedule()
  }

  function release(aggregateId: string, version: number): void {
    const all = waiting.get(aggregateId) ?? []
    for (const each of all) if (each.version <= version) each.resolve()
    const left = all.filter((each) => each.version > version)
    if (left.length === 0) waiting.delete(aggregateId)
    else waiting.set(aggregateId, left)
  }

  return {
    follow(aggregateId, version) {
      queue.push({ aggregateId, version, dueAt: performance.now() + lagMs })
      schedule()
    },

    saved(aggregateId, version) {
      const behind = queue.some((each) => each.aggregateId === aggregateId && each.version >= version)
      if (!behind) return Promise.resolve()
      return new Promise((resolve) => {
        waiting.set(aggregateId, [...(waiting.get(aggregateId) ?? []), { version, resolve }])
      })
    },

    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
