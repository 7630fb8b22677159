import { AT, HEADER_BYTES, MAGIC, readHeader } from '../bytes/batch-header.ts'
import { crc32c } from '../bytes/crc32c.ts'
import type { Window } from './source.ts'

/** How many bytes may still go into checksums of what only looks like a batch: hostile bytes could ask for days. */
export interface SearchBudget {
  bytes: number
}

const PIECE_BYTES = 1 << 16

/** Whether there is nothing but zeros from `from` to the end of the file. */
export async function zerosUntil(window: Window, from: number): Promise<boolean> {
  for (let at = from; at < window.size;) {
    const bytes = await window.at(at, 1)
    if (bytes.some((byte) => byte !== 0)) return false
    at += bytes.length
  }
  return true
}

/** Where the next batch begins, from `from` on, whose checksum is right; null when there is none to be found. */
export async function findBatch(window: Window, from: number, budget: SearchBudget): Promise<number | null> {
  for (let at = from; at + HEADER_BYTES <= window.size;) {
    const bytes = await window.at(at, PIECE_BYTES)
    const steps = Math.max(1, Math.min(bytes.length - HEADER_BYTES + 1, PIECE_BYTES))
    for (let i = 0; i < steps; i++) {
      if (bytes[i + AT.magic] !== MAGIC || !looksLikeOne(bytes, i, window.size - at - i)) continue
      if (await hasRightChecksum(window, at + i, budget)) return at + i
      if (budget.bytes <= 0) return null
    }
    at += steps
  }
  return null
}

/** Whether the header can be one; attributes that do not exist yet, or a batch without records, speak against it. */
function looksLikeOne(bytes: Uint8Array, i: number, left: number): boolean {
  const upper = bytes[i + AT.attributes] ?? 0
  const lower = bytes[i + AT.attributes + 1] ?? 0
  return upper === 0 && lower < 0x80 && readHeader(bytes, i, left).ok
}

async function hasRightChecksum(window: Window, at: number, budget: SearchBudget): Promise<boolean> {
  const read = readHeader(await window.source.read(at, at + HEADER_BYTES), 0, window.size - at)
  if (!read.ok) return false
  const { size, crc } = read.value
  let computed = 0
  for (let from = at + AT.attributes; from < at + size; from += PIECE_BYTES * 16) {
    const bytes = await window.source.read(from, Math.min(at + size, from + PIECE_BYTES * 16))
    budget.bytes -= bytes.length
    if (budget.bytes <= 0) return false
    computed = crc32c(bytes, 0, bytes.length, computed)
  }
  return computed === crc
}
