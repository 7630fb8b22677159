import type { StretchKind } from '../../engine/log/inspect/segment-map.ts'
import type { Overview, Row } from '../../inspector/protocol.ts'

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** 1536 as "1.5 kB". */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const unit = bytes < 1e6 ? 'kB' : bytes < 1e9 ? 'MB' : 'GB'
  const scaled = bytes / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit]
  return `${scaled.toFixed(scaled < 100 ? 1 : 0)} ${unit}`
}

/** A time in UTC to the millisecond, as logs write it; numbers that no date has stay numbers. */
export function time(ms: number): string {
  if (ms < 0) return 'none'
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace('T', ' ').replace('Z', '')
}

/** What is wrong with a stretch, in two words; empty for a batch that is well. */
export const FAULTS: Readonly<Record<StretchKind, string>> = {
  batch: '',
  order: 'Offsets go back',
  crc: 'Wrong checksum',
  legacy: 'Old format',
  unreadable: 'Not readable',
  torn: 'Torn tail',
  free: 'Free space',
}

/** "40–52", or "40"; a dash where there is no offset. */
export const offsets = ({ baseOffset, lastOffset }: Row): string =>
  baseOffset < 0
    ? '–'
    : baseOffset === lastOffset
      ? baseOffset.toLocaleString('en')
      : `${baseOffset.toLocaleString('en')}–${lastOffset.toLocaleString('en')}`

export const isFaulty = (kind: StretchKind): boolean => kind !== 'batch' && kind !== 'free'

/** A row as it is read out. */
export function sayRow(row: Row): string {
  const fault = FAULTS[row.kind]
  const parts = [
    row.baseOffset < 0
      ? ''
      : `offsets ${row.baseOffset} to ${row.lastOffset < 0 ? row.baseOffset : row.lastOffset}`,
    row.count === null ? '' : count(row.count, 'record'),
    row.compression === null || row.compression === 'none' ? '' : row.compression,
    count(row.bytes, 'byte'),
    `at byte ${row.at}`,
  ]
  return [fault, ...parts].filter((part) => part !== '').join(', ')
}

/** The whole file in one sentence. */
export function sayOverview({
  name,
  rows,
  records,
  problemCount,
  firstOffset,
  lastOffset,
}: Overview): string {
  const span = firstOffset === null || lastOffset === null ? '' : `, offsets ${firstOffset} to ${lastOffset}`
  const problems =
    problemCount === 0
      ? 'nothing wrong was found'
      : `${count(problemCount, 'stretch', 'stretches')} with something wrong`
  return `${name}: ${count(rows, 'batch', 'batches')}, ${count(records, 'record')}${span}; ${problems}.`
}
