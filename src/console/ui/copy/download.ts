/** Has the browser save a file. */
export function downloadFile(name: string, file: Blob): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export const downloadText = (name: string, type: string, text: string): void =>
  downloadFile(name, new Blob([text], { type }))
