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

/** A difference with its sign. */
export const formatChange = (value: number, digits: number): string =>
  !Number.isFinite(value)
    ? '–'
    : value === 0
      ? '0'
      : `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value), digits)}`
