import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Stage } from './stage.ts'

/** A file as a test hands it over: never written to the disk. */
export interface Handed {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

export const csv = (name: string, text: string): Handed => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

export const binary = (name: string, bytes: Uint8Array): Handed => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
})

export const json = (name: string, text: string): Handed => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})

/** A trace of `packets` packets, one every 20 ms: delays that wander, every 97th lost. */
export function traceText(packets: number): string {
  const rows = Array.from({ length: packets }, (_, seq) => {
    const sent = seq * 20
    const arrival = sent + 30 + ((seq * 7_919) % 43) + (seq % 61 === 60 ? 120 : 0)
    return `${seq},${sent},${seq % 97 === 96 ? '' : arrival}`
  })
  return ['seq,send_ms,arrival_ms', ...rows].join('\n')
}

/** Hands a file to the stage through its Import button. */
export async function importFile(stage: Stage, file: Handed | string): Promise<void> {
  await stage.root.getByLabel('File to import').setInputFiles(file)
}

/** Drops a file on the stage. */
export async function dropFile(stage: Stage, { name, buffer }: Handed): Promise<void> {
  const dataTransfer = await stage.page.evaluateHandle(
    ([base64, called]) => {
      const transfer = new DataTransfer()
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      transfer.items.add(new File([bytes], called))
      return transfer
    },
    [buffer.toString('base64'), name] as const,
  )
  await stage.root.dispatchEvent('dragover', { dataTransfer })
  await stage.root.getByText('Drop to import').waitFor()
  await stage.root.dispatchEvent('drop', { dataTransfer })
}

/** What an item of the Export menu saves: its name and its bytes. */
export async function exported(
  page: Page,
  stage: Stage,
  item: string,
): Promise<{ name: string; bytes: Buffer }> {
  await stage.button('Export').click()
  const saving = page.waitForEvent('download')
  await stage.button(item).click()
  const download = await saving
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

/** Calls `use` with the path of a trace of `megabytes`, written piece by piece; it is gone afterwards. */
export async function withLargeTrace(megabytes: number, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  const path = join(folder, 'large.csv')
  try {
    const file = openSync(path, 'w')
    writeSync(file, 'seq,send_ms,arrival_ms,note\n')
    const note = 'x'.repeat(960)
    const rowsPerMegabyte = 1_000
    for (let i = 0; i < megabytes; i++) {
      const rows = Array.from({ length: rowsPerMegabyte }, (_, j) => {
        const seq = i * rowsPerMegabyte + j
        return `${seq},${seq * 20},${seq * 20 + 40},${note}`
      })
      writeSync(file, `${rows.join('\n')}\n`)
    }
    closeSync(file)
    await use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
