/** A stack trace cut into what is read and what is folded. */
import type { Throwable, TraceLine } from '../../../../wow/failure/stackTrace.ts'

interface TraceBlock {
  /** Folded: a run of frames of frameworks, of which a person wants to know only how many they are. */
  readonly folded: boolean
  readonly lines: readonly TraceLine[]
}

/** Shorter runs are not worth a click. */
const SHORTEST_FOLD = 3
/** The browser skips what is out of sight piece by piece, so that a trace of thousands of lines opens at once. */
const LONGEST_PIECE = 60

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
    if (!folded && open !== undefined && !open.folded) open.lines.push(...run)
    else blocks.push({ folded, lines: [...run] })
  }
  return blocks
}

/** What is laid out at a time. */
interface TracePiece {
  readonly blocks: readonly TraceBlock[]
  /** Lines on screen while its folds are closed. */
  readonly height: number
}

/** The blocks in pieces of about one length; a long block that is not folded is cut. */
export function pieces(blocks: readonly TraceBlock[]): readonly TracePiece[] {
  const found: { blocks: TraceBlock[]; height: number }[] = []
  for (const block of blocks.flatMap((each) => (each.folded ? [each] : cut(each.lines)))) {
    const height = block.folded ? 1 : block.lines.length
    const piece = found.at(-1)
    if (piece === undefined || piece.height + height > LONGEST_PIECE) found.push({ blocks: [block], height })
    else {
      piece.blocks.push(block)
      piece.height += height
    }
  }
  return found
}

function cut(lines: readonly TraceLine[]): readonly TraceBlock[] {
  const count = Math.ceil(lines.length / LONGEST_PIECE)
  return Array.from({ length: count }, (_, index) => ({
    folded: false,
    lines: lines.slice(index * LONGEST_PIECE, (index + 1) * LONGEST_PIECE),
  }))
}

const RELATIONS = { thrown: '', cause: 'Caused by: ', suppressed: 'Suppressed: ' } as const

/** The first lines of a throwable as the trace writes them. */
export function headText({ relation, className, message }: Throwable): string {
  return `${RELATIONS[relation]}${[className, message].filter((part) => part !== '').join(': ')}`
}

interface FrameCount {
  readonly frames: number
  readonly frameworks: number
}

export function countFrames(throwables: readonly Throwable[]): FrameCount {
  const frames = throwables.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'frame'))
  return { frames: frames.length, frameworks: frames.filter(isFramework).length }
}
