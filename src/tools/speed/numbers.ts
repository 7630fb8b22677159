const UNITS = ['', ' thousand', ' million', ' billion', ' trillion'] as const
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** Three significant digits, with separators. */
export const short = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2)

/** "7 trillion", "81 million", "11.6". */
export function inWords(value: number): string {
  const power = value >= 1e4 ? Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3)) : 0
  const scaled = value / 1_000 ** power
  return `${short(scaled).replace(/\.0+$/, '')}${UNITS[power] ?? ''}`
}

/** "17 PB", "300 B": powers of a thousand. */
export function inBytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(value) / 3))
  return `${short(value / 1_000 ** power).replace(/\.0+$/, '')} ${BYTES[power] ?? 'B'}`
}
