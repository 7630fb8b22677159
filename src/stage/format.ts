/** Making one takes longer than using it a hundred times, and a table is written anew at every frame. */
const formats = new Map<number, Intl.NumberFormat>()

function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(digits, made)
  return made
}

/** A number for a table: grouped, with `digits` decimals; a dash where there is none. */
export const formatNumber = (value: number, digits: number): string =>
  Number.isFinite(value) ? formatOf(digits).format(value) : '–'

/** Below this, in any unit we show, two sums differ only by the order in which they were added up. */
const ROUNDING = 1e-5

/** How far two numbers may lie apart, in words or with digits enough to see it: never a zero that is none. */
export const formatTolerance = (value: number): string =>
  value === 0
    ? 'nothing'
    : value < ROUNDING
      ? 'rounding'
      : formatNumber(
          value,
          value < 0.01 ? Math.max(4, Math.ceil(-Math.log10(value))) : Number.isInteger(value) ? 0 : 2,
        )

/** A difference with its sign. */
export const formatChange = (value: number, digits: number): string =>
  !Number.isFinite(value)
    ? '–'
    : value === 0
      ? '0'
      : `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value), digits)}`
