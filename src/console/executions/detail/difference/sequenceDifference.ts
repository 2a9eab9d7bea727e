/** What is between two sequences of texts: the parts that stayed, went and came, in their order. Pure. */
export interface Part {
  readonly kind: 'same' | 'gone' | 'come'
  readonly texts: readonly string[]
}

/** More cells than this take longer than a glance; then all between the common ends counts as replaced. */
const MOST_CELLS = 400_000

export function sequenceDifference(before: readonly string[], after: readonly string[]): readonly Part[] {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const old = before.slice(head, before.length - tail)
  const young = after.slice(head, after.length - tail)
  const between =
    old.length * young.length > MOST_CELLS
      ? [...old.map((text) => ['gone', text] as const), ...young.map((text) => ['come', text] as const)]
      : aligned(old, young)
  return joined([
    ...before.slice(0, head).map((text) => ['same', text] as const),
    ...between,
    ...before.slice(before.length - tail).map((text) => ['same', text] as const),
  ])
}

type Step = readonly [kind: Part['kind'], text: string]

/** By the longest common subsequence; where there is a choice, what went stands before what came. */
function aligned(old: readonly string[], young: readonly string[]): readonly Step[] {
  const width = young.length + 1
  const longest = new Uint32Array((old.length + 1) * width)
  const at = (row: number, column: number) => longest[row * width + column] ?? 0
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = young.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] =
        old[row] === young[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const steps: Step[] = []
  let [row, column] = [0, 0]
  while (row < old.length || column < young.length) {
    const [went, came] = [old[row], young[column]]
    if (went !== undefined && went === came) {
      steps.push(['same', went])
      row += 1
      column += 1
    } else if (went !== undefined && (came === undefined || at(row + 1, column) >= at(row, column + 1))) {
      steps.push(['gone', went])
      row += 1
    } else if (came !== undefined) {
      steps.push(['come', came])
      column += 1
    }
  }
  return steps
}

function joined(steps: readonly Step[]): readonly Part[] {
  const parts: { kind: Part['kind']; texts: string[] }[] = []
  for (const [kind, text] of steps) {
    const last = parts.at(-1)
    if (last?.kind === kind) last.texts.push(text)
    else parts.push({ kind, texts: [text] })
  }
  return parts
}
