const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS: readonly (readonly [ms: number, name: string])[] = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [1_000, 's'],
]

/** A time of the log's clock: "3.2 d", "12 h", "40 s". */
export function duration(ms: number): string {
  if (ms === 0) return '0'
  const [unit, name] = UNITS.find(([length]) => Math.abs(ms) >= length) ?? [1_000, 's']
  const value = ms / unit
  const digits = Math.abs(value) < 9.95 ? 1 : 0
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${name}`
}

export const grouped = (value: number): string => Math.round(value).toLocaleString('en')

/** A count in few characters: 950, 12.5k, 1.2M. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (size < 10_000) return grouped(value)
  const [unit, name] = size < 1_000_000 ? [1_000, 'k'] : [1_000_000, 'M']
  return `${(value / unit).toFixed(size / unit < 99.95 ? 1 : 0)}${name}`
}

/** "812 B", "14.2 KiB", "3.1 MiB" */
export function bytes(value: number): string {
  if (value < 1_024) return `${Math.round(value)} B`
  const [unit, name] = value < 1_048_576 ? [1_024, 'KiB'] : [1_048_576, 'MiB']
  return `${(value / unit).toFixed(value / unit < 99.95 ? 1 : 0)} ${name}`
}

/** A moment of the log's clock, as its start counts: "day 3, 14:05". */
export function moment(ms: number, start: number): string {
  const passed = ms - start
  const day = Math.floor(passed / DAY)
  const clock = new Date(ms).toISOString().slice(11, 19)
  return `day ${day + 1}, ${clock}`
}

/** What a code of OPENED_BY is called in a block. */
export const ROLL_WORDS = [
  'first',
  'size',
  'time',
  'index',
  'index',
  'offsets',
  'retention',
  'files',
] as const

/** The same in a sentence. */
export const ROLL_SENTENCES = [
  'the log begins with it',
  'the next batch did not fit into segment.bytes',
  'segment.ms had passed since its first batch',
  'the offset index of the one before was full',
  'the time index of the one before was full',
  'the next offset did not fit into 32 bits',
  'retention took the segment that was being written',
  'it was read from files',
] as const
