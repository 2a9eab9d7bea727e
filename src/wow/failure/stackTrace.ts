/** Java and Kotlin stack traces, read into parts. Nothing is lost: a line that is no frame stays as text. */

/** Packages whose frames say how a handler was called, not what went wrong in it. */
const FRAMEWORK_PACKAGES: readonly string[] = [
  'java.',
  'javax.',
  'jakarta.',
  'jdk.',
  'sun.',
  'com.sun.',
  'kotlin.',
  'kotlinx.',
  '_COROUTINE.',
  'scala.',
  'groovy.',
  'reactor.',
  'io.reactivex.',
  'org.reactivestreams.',
  'org.springframework.',
  'io.netty.',
  'io.vertx.',
  'io.micrometer.',
  'io.opentelemetry.',
  'io.grpc.',
  'me.ahoo.wow.',
  'me.ahoo.cosid.',
  'me.ahoo.cosec.',
  'com.fasterxml.',
  'tools.jackson.',
  'com.google.',
  'com.mongodb.',
  'com.mysql.',
  'com.zaxxer.',
  'org.apache.',
  'org.bson.',
  'org.hibernate.',
  'org.postgresql.',
  'org.redisson.',
  'org.slf4j.',
  'org.eclipse.jetty.',
  'io.lettuce.',
  'redis.clients.',
  'net.bytebuddy.',
  'ch.qos.logback.',
  'okhttp3.',
  'feign.',
]

/** Prefixes of class names. The longest one that fits decides; where none fits, the frame is the application's. */
interface FrameRule {
  readonly framework: readonly string[]
  readonly application: readonly string[]
}

export const DEFAULT_FRAME_RULE: FrameRule = { framework: FRAMEWORK_PACKAGES, application: [] }

const longestFit = (className: string, prefixes: readonly string[]): number =>
  prefixes.reduce((longest, prefix) => (className.startsWith(prefix) ? Math.max(longest, prefix.length) : longest), 0)

/** True for a class of the application. One prefix in both lists counts as the application's. */
export const isApplicationClass = (className: string, { framework, application }: FrameRule): boolean =>
  longestFit(className, application) >= longestFit(className, framework)

export interface Frame {
  readonly kind: 'frame'
  /** As it stands in the trace, without its indent. */
  readonly text: string
  /** Class loader and module, such as `java.base`; "" where the trace names none. */
  readonly module: string
  readonly className: string
  readonly method: string
  /** "" for a native method and an unknown source. */
  readonly file: string
  readonly line: number | undefined
  readonly application: boolean
}

/** `... 12 more`: as many frames as the enclosing throwable has at its end. */
interface Omitted {
  readonly kind: 'omitted'
  readonly text: string
  readonly count: number
}

interface TextLine {
  readonly kind: 'text'
  readonly text: string
}

export type TraceLine = Frame | Omitted | TextLine

export interface Throwable {
  /** How it is tied to the one before it that stands less deep, or just before it. */
  readonly relation: 'thrown' | 'cause' | 'suppressed'
  /** Suppressed ones stand deeper than the one that suppressed them. */
  readonly depth: number
  /** "" when the first line names none. */
  readonly className: string
  /** May have several lines. */
  readonly message: string
  readonly lines: readonly TraceLine[]
}

const HEADER =
  /^(?:Exception in thread "[^"]*" )?((?:[\p{L}_$][\p{L}\p{N}_$]*\.)*[\p{L}_$][\p{L}\p{N}_$]*)(?::\s?|\s*$)/u
const CAUSES = ['Caused by: ', 'Wrapped by: ']
const SUPPRESSED = 'Suppressed: '
const OMITTED = /^\.\.\. (\d{1,9}) (?:more|common frames omitted)/

interface Draft {
  relation: Throwable['relation']
  depth: number
  className: string
  message: string[]
  lines: TraceLine[]
}

function startThrowable(relation: Throwable['relation'], depth: number, head: string): Draft {
  const named = HEADER.exec(head)
  const className = named?.[1] ?? ''
  // A first word is a class only if it looks like one: `Error: x` and `com.shop.Oops` do, `stock: x` does not.
  const isClass = className.includes('.') || /(?:Exception|Error|Throwable)$/.test(className)
  return isClass && named !== null
    ? { relation, depth, className, message: [head.slice(named[0].length)], lines: [] }
    : { relation, depth, className: '', message: [head], lines: [] }
}

/** `[loader/][module[@version]/]class.method(source)[ ~[jar:version]]`, without the `at `. */
function readFrame(text: string, isApplication: (className: string) => boolean): Frame | undefined {
  const open = text.indexOf('(')
  const close = text.indexOf(')', open)
  if (open <= 0 || close < 0) return undefined
  const callee = text.slice(0, open)
  // A hidden class has a slash behind its name (`Foo$$Lambda/0x0001.run`): what is before the last slash is then no module.
  const hidden = callee.indexOf('$$')
  const slash = (hidden < 0 ? callee : callee.slice(0, hidden)).lastIndexOf('/')
  const dot = callee.lastIndexOf('.')
  if (dot <= slash || callee.includes(' ')) return undefined
  const className = callee.slice(slash + 1, dot)
  const source = text.slice(open + 1, close)
  const colon = source.lastIndexOf(':')
  const line = colon < 0 ? Number.NaN : Number(source.slice(colon + 1))
  const known = source !== 'Native Method' && source !== 'Unknown Source'
  return {
    kind: 'frame',
    text: `at ${text}`,
    module: slash < 0 ? '' : callee.slice(0, slash),
    className,
    method: callee.slice(dot + 1),
    file: known ? source.slice(0, Number.isInteger(line) ? colon : undefined) : '',
    line: Number.isInteger(line) ? line : undefined,
    application: isApplication(className),
  }
}

/** Every class is judged once: the frames of a recursion have few. */
function rememberClasses(rule: FrameRule): (className: string) => boolean {
  const known = new Map<string, boolean>()
  return (className) => {
    const before = known.get(className)
    if (before !== undefined) return before
    const judged = isApplicationClass(className, rule)
    known.set(className, judged)
    return judged
  }
}

/** Reads a trace of any length in time linear to it; an empty one has no throwables. */
export function parseStackTrace(trace: string, rule: FrameRule = DEFAULT_FRAME_RULE): readonly Throwable[] {
  const isApplication = rememberClasses(rule)
  const throwables: Draft[] = []
  for (const raw of trace.split(/\r\n|\n|\r/)) {
    const line = raw.trim()
    const depth = raw.length - raw.trimStart().length
    const current = throwables.at(-1)
    if (line === '') {
      if (current !== undefined && current.lines.length === 0) current.message.push('')
      continue
    }
    const cause = CAUSES.find((prefix) => line.startsWith(prefix))
    if (current === undefined) throwables.push(startThrowable('thrown', 0, line))
    else if (cause !== undefined) throwables.push(startThrowable('cause', depth, line.slice(cause.length)))
    else if (line.startsWith(SUPPRESSED)) {
      throwables.push(startThrowable('suppressed', depth, line.slice(SUPPRESSED.length)))
    } else {
      const omitted = OMITTED.exec(line)
      const frame = line.startsWith('at ') ? readFrame(line.slice(3), isApplication) : undefined
      if (frame !== undefined) current.lines.push(frame)
      else if (omitted !== null) current.lines.push({ kind: 'omitted', text: line, count: Number(omitted[1]) })
      else if (current.lines.length === 0) current.message.push(raw)
      else current.lines.push({ kind: 'text', text: line })
    }
  }
  return throwables.map((draft) => ({ ...draft, message: draft.message.join('\n').trimEnd() }))
}

/**
 * Where to look first: the first application frame of the deepest cause that has one, because that is where it went
 * wrong; outer throwables only say how it was passed on. Suppressed ones come last.
 */
export function firstApplicationFrame(throwables: readonly Throwable[]): Frame | undefined {
  const chain = throwables.filter(({ relation, depth }) => relation !== 'suppressed' && depth === 0)
  const rest = throwables.filter((throwable) => !chain.includes(throwable))
  for (const { lines } of [...chain.reverse(), ...rest]) {
    const frame = lines.find((line) => line.kind === 'frame' && line.application)
    if (frame?.kind === 'frame') return frame
  }
  return undefined
}
