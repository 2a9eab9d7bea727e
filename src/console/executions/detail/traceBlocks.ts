/** A stack trace cut into what is read and what is folded. */
import type { Throwable, TraceLine } from '../../../wow/stackTrace.ts'

export interface TraceBlock {
  /** Folded: a run of frames of frameworks, of which a person wants to know only how many they are. */
  readonly folded: boolean
  readonly lines: readonly TraceLine[]
}

/** Shorter runs are not worth a click. */
const SHORTEST_FOLD = 3
/** The browser skips what is out of sight block by block, so that a trace of thousands of lines opens at once. */
const LONGEST_BLOCK = 100

const isFramework = (line: TraceLine) => line.kind === 'frame' && !line.application
export const isApplication = (line: TraceLine) => line.kind === 'frame' && line.application

/** Neighbours for which `trait` is the same, together. */
export function runsOf(
  lines: readonly TraceLine[],
  trait: (line: TraceLine) => boolean,
): readonly (readonly TraceLine[])[] {
  const runs: TraceLine[][] = []
  for (const line of lines) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run !== undefined && before !== undefined && trait(before) === trait(line)) run.push(line)
    else runs.push([line])
  }
  return runs
}

export function traceBlocks(lines: readonly TraceLine[]): readonly TraceBlock[] {
  const blocks: { folded: boolean; lines: TraceLine[] }[] = []
  for (const run of runsOf(lines, isFramework)) {
    const folded = run.length >= SHORTEST_FOLD && run.every(isFramework)
    const open = blocks.at(-1)
    if (folded) blocks.push({ folded, lines: [...run] })
    else if (open !== undefined && !open.folded) open.lines.push(...run)
    else blocks.push({ folded, lines: [...run] })
  }
  return blocks.flatMap((block) => (block.folded ? [block] : cut(block.lines)))
}

function cut(lines: readonly TraceLine[]): readonly TraceBlock[] {
  const count = Math.ceil(lines.length / LONGEST_BLOCK)
  return Array.from({ length: count }, (_, index) => ({
    folded: false,
    lines: lines.slice(index * LONGEST_BLOCK, (index + 1) * LONGEST_BLOCK),
  }))
}

/** The lines that contain `text`, any letter case, in the order of the trace. */
export function searchTrace(throwables: readonly Throwable[], text: string): readonly string[] {
  const wanted = text.toLowerCase()
  return throwables
    .flatMap((throwable) => [...headLines(throwable), ...throwable.lines.map((line) => line.text)])
    .filter((line) => line.toLowerCase().includes(wanted))
}

const RELATIONS = { thrown: '', cause: 'Caused by: ', suppressed: 'Suppressed: ' } as const

/** The first lines of a throwable as the trace writes them. */
export function headLines({ relation, className, message }: Throwable): readonly string[] {
  const words = [className, message].filter((part) => part !== '').join(': ')
  return `${RELATIONS[relation]}${words}`.split('\n')
}

export interface FrameCount {
  readonly frames: number
  readonly frameworks: number
}

export function countFrames(throwables: readonly Throwable[]): FrameCount {
  const frames = throwables.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'frame'))
  return { frames: frames.length, frameworks: frames.filter(isFramework).length }
}
