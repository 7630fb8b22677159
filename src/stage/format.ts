/** A number for a table: grouped, with `digits` decimals; a dash where there is none. */
export const formatNumber = (value: number, digits: number): string =>
  Number.isFinite(value)
    ? value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    : '–'

/** A difference with its sign. */
export const formatChange = (value: number, digits: number): string =>
  !Number.isFinite(value)
    ? '–'
    : value === 0
      ? '0'
      : `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value), digits)}`
