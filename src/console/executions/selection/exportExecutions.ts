/** Reads chosen executions again and writes them into a file, piece by piece. */
import * as z from 'zod/mini'
import type { FieldType, Language } from '../../../wow/condition/fields.ts'
import { valueAt } from '../../../wow/json.ts'
import { StateEvent } from '../../../wow/schemas.ts'
import { BYTE_ORDER_MARK, csvRecord } from '../../ui/copy/csv.ts'
import type { CsvValue } from '../../ui/copy/csv.ts'
import { formatIso } from '../../ui/values/format.ts'
import { post, request } from '../../ui/data/request.ts'
import { columnField, fieldsOfColumn, outermost } from '../columns/columnFields.ts'
import { aggregatePath } from '../executionPaths.ts'

export type ExportFormat = 'csv' | 'ndjson'

/** Whole documents carry their stack traces: fewer of them at once. */
const AT_ONCE: Readonly<Record<ExportFormat, number>> = { csv: 500, ndjson: 100 }
const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv', ndjson: 'application/x-ndjson' }
/** Deleted executions are read one by one. */
const DELETED_AT_ONCE = 4
const TIMEOUT_MS = 30_000

export interface ExportOrder {
  readonly source: string
  readonly ids: readonly string[]
  readonly format: ExportFormat
  /** The columns of the list; for CSV only. */
  readonly columns: readonly string[]
  readonly language: Language
  /** `local`, `UTC`, or an IANA name: for the times in CSV. */
  readonly zone: string
  /** False where the server lacks what deleted ones are read by: they count as missing then. */
  readonly hasDeleted: boolean
}

export interface Exported {
  readonly file: Blob
  readonly written: number
  /** Of those written: no longer in the lists, so their last state was read from their history. */
  readonly deleted: number
  /** Neither a snapshot nor a history was found. */
  readonly missing: number
}

export async function exportExecutions(
  order: ExportOrder,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Exported> {
  const { ids, format } = order
  const write = format === 'csv' ? csvWriter(order) : ndjsonWriter
  // Each piece is a Blob of its own, which the browser may keep outside of its memory.
  const pieces = [new Blob([write.head])]
  let written = 0
  let deleted = 0
  for (let at = 0; at < ids.length; at += AT_ONCE[format]) {
    signal.throwIfAborted()
    const chunk = ids.slice(at, at + AT_ONCE[format])
    const found = await readLiving(order, write.fields, chunk, signal)
    const gone = await readDeleted(order.source, order.hasDeleted ? chunk.filter((id) => !found.has(id)) : [], signal)
    const documents = chunk.flatMap((id) => found.get(id) ?? gone.get(id) ?? [])
    pieces.push(new Blob([documents.map(write.line).join('')]))
    written += documents.length
    deleted += gone.size
    onProgress(Math.min(ids.length, at + chunk.length))
  }
  return { file: new Blob(pieces, { type: TYPES[format] }), written, deleted, missing: ids.length - written }
}

const Identified = z.looseObject({ aggregateId: z.string() })
type Document = z.infer<typeof Identified>
type Documents = ReadonlyMap<string, Document>

const patient = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])

async function readLiving(
  { source }: ExportOrder,
  fields: readonly string[],
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Documents> {
  const query = {
    condition: { operator: 'IDS', value: ids },
    limit: ids.length,
    ...(fields.length === 0 ? {} : { projection: { include: fields } }),
  }
  const path = `${aggregatePath(source)}/snapshot/list`
  const rows = await request(z.array(Identified), path, post(query, { signal: patient(signal) }))
  return new Map(rows.map((row) => [row.aggregateId, row]))
}

/** No condition finds a deleted execution by its id (contract 5.3); its history does. */
async function readDeleted(source: string, ids: readonly string[], signal: AbortSignal): Promise<Documents> {
  const found = new Map<string, Document>()
  for (let at = 0; at < ids.length; at += DELETED_AT_ONCE) {
    const chunk = ids.slice(at, at + DELETED_AT_ONCE)
    const read = await Promise.all(
      chunk.map((id) =>
        request(z.array(StateEvent), `${aggregatePath(source)}/${encodeURIComponent(id)}/state/tracing?limit=1`, {
          signal: patient(signal),
        }),
      ),
    )
    for (const [last] of read) if (last !== undefined) found.set(last.aggregateId, asSnapshot(last))
  }
  return found
}

/** As the last snapshot was, but for the time of saving it. */
function asSnapshot({
  body: _body,
  header,
  id,
  createTime,
  commandId: _command,
  requestId: _request,
  ...rest
}: StateEvent) {
  return { ...rest, eventId: id, eventTime: createTime, operator: header['command_operator'] ?? '' }
}

interface Writer {
  /** The projection; empty for whole documents. */
  readonly fields: readonly string[]
  readonly head: string
  readonly line: (document: Document) => string
}

const ndjsonWriter: Writer = { fields: [], head: '', line: (document) => `${JSON.stringify(document)}\n` }

function csvWriter({ columns, language, zone }: ExportOrder): Writer {
  const shown = columns.flatMap((column) => fieldsOfColumn(column)?.shows ?? [])
  const paths = [...new Set(['aggregateId', ...shown, 'deleted'])]
  const heads = paths.map((path) => columnField(path)?.label[language] ?? 'id')
  return {
    fields: outermost(paths.filter((path) => path !== 'aggregateId')),
    head: BYTE_ORDER_MARK + csvRecord(heads),
    line: (document) =>
      csvRecord(paths.map((path) => csvValue(valueAt(document, path), columnField(path)?.type ?? 'string', zone))),
  }
}

function csvValue(value: unknown, type: FieldType, zone: string): CsvValue {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return type === 'time' ? formatIso(value, zone) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}
