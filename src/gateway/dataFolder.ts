/** The folder that holds everything this process keeps, taken for this process alone. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lockFolder } from '../store/folderLock.ts'
import { requestId } from '../wow/ids.ts'

interface DataFolder {
  readonly path: string
  /** Names this installation; made once and kept. */
  readonly deviceId: string
  release(): Promise<void>
}

/** Throws `FolderInUseError` while another process has the folder. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const lock = await lockFolder(folder)
  return { path: folder, deviceId: readDeviceId(path.join(folder, 'device-id')), release: () => lock.release() }
}

function readDeviceId(file: string): string {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (/^[\w-]{8,64}$/.test(kept)) return kept
  const made = `amends-${requestId()}`
  // Renamed into place: a crash in between must not leave half an id.
  writeFileSync(`${file}.new`, `${made}\n`)
  renameSync(`${file}.new`, file)
  return made
}
