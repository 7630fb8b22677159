import { encodeUtf8 } from '../../kernel/utf8.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS
/** Further from 1970 no date is, in ms (ECMA-262). */
const FURTHEST_MS = 8.64e15
const LONGEST_NUMBER = 32

/** How a time is written: a date, or how many of a unit have passed since 1970. */
export const TIME_FORMS = ['iso', 'epoch_s', 'epoch_ms', 'epoch_us'] as const
export type TimeForm = (typeof TIME_FORMS)[number]

const MS_A_UNIT: Readonly<Record<Exclude<TimeForm, 'iso'>, number>> = {
  epoch_s: 1_000,
  epoch_ms: 1,
  epoch_us: 0.001,
}
/** Seconds with a fraction are not exact in binary: up to half of this is lost, in ms, until the year 2106. */
const SLACK_MS = 0.000_6

/** Days from 1970 to a date of the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0)

/** The whole number in `count` digits from `at`; NaN when they are not all digits. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** Reads dates. The day is worked out anew only where it differs from that of the last date read. */
export class TimeReader {
  private readonly day = new Uint8Array(10)
  private dayMs = Number.NaN

  /**
   * A date of RFC 3339, "2024-01-15T14:30:00.123Z", in ms since 1970, what is smaller cut off; NaN for anything else.
   * `zoneMs` is how far ahead of UTC a time without a zone is; NaN: there must be one.
   */
  iso(bytes: Uint8Array, from: number, to: number, zoneMs: number): number {
    if (to - from < 19) return Number.NaN
    const separator = (bytes[from + 10] ?? 0) | 0x20
    if (separator !== 0x74 && separator !== 0x20) return Number.NaN
    if (bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a) return Number.NaN
    const hour = digits(bytes, from + 11, 2)
    const minute = digits(bytes, from + 14, 2)
    const second = digits(bytes, from + 17, 2)
    if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN
    const timeMs = (hour * 60 + minute) * MINUTE_MS + second * SECOND_MS
    let pos = from + 19
    let fractionMs = 0
    if (pos < to && (bytes[pos] === 0x2e || bytes[pos] === 0x2c)) {
      const first = ++pos
      let unit = 100
      while (pos < to && (bytes[pos] ?? 0) >= 0x30 && (bytes[pos] ?? 0) <= 0x39) {
        if (unit >= 1) fractionMs += ((bytes[pos] ?? 0) - 0x30) * unit
        unit = Math.floor(unit / 10)
        pos += 1
      }
      if (pos === first) return Number.NaN
    }
    return this.dayOf(bytes, from) + timeMs + fractionMs - offsetMs(bytes, pos, to, zoneMs)
  }

  private dayOf(bytes: Uint8Array, from: number): number {
    const { day } = this
    let i = 0
    while (i < 10 && day[i] === bytes[from + i]) i += 1
    if (i < 10) {
      for (let j = 0; j < 10; j++) day[j] = bytes[from + j] ?? 0
      this.dayMs = readDay(bytes, from)
    }
    return this.dayMs
  }
}

function readDay(bytes: Uint8Array, from: number): number {
  if (bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d) return Number.NaN
  const year = digits(bytes, from, 4)
  const month = digits(bytes, from + 5, 2)
  const day = digits(bytes, from + 8, 2)
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  return isDate ? daysOf(year, month, day) * DAY_MS : Number.NaN
}

/** How far ahead of UTC the zone in the rest of a date is. */
function offsetMs(bytes: Uint8Array, pos: number, to: number, zoneMs: number): number {
  if (pos === to) return zoneMs
  const sign = bytes[pos] ?? 0
  if ((sign | 0x20) === 0x7a) return pos + 1 === to ? 0 : Number.NaN
  if ((sign !== 0x2b && sign !== 0x2d) || pos + 6 !== to || bytes[pos + 3] !== 0x3a) return Number.NaN
  const hours = digits(bytes, pos + 1, 2)
  const minutes = digits(bytes, pos + 4, 2)
  if (!(hours < 24 && minutes < 60)) return Number.NaN
  return (hours * 60 + minutes) * (sign === 0x2b ? MINUTE_MS : -MINUTE_MS)
}

/** "Z", "+01:00": how far ahead of UTC, in ms; NaN for what is no zone. */
export function zoneMsOf(text: string): number {
  const bytes = encodeUtf8(text)
  return offsetMs(bytes, 0, bytes.length, Number.NaN)
}

/** A count of a unit since 1970 in whole ms since 1970; NaN for what is no number, or too large for a date. */
export function epochTime(
  bytes: Uint8Array,
  from: number,
  to: number,
  form: Exclude<TimeForm, 'iso'>,
): number {
  const ms = Math.floor(numberIn(bytes, from, to) * MS_A_UNIT[form] + SLACK_MS)
  return Math.abs(ms) <= FURTHEST_MS ? ms : Number.NaN
}

/** The number in these bytes; NaN when there is none. Whole ones are exact up to 2^53. */
export function numberIn(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length === 0 || length > LONGEST_NUMBER) return Number.NaN
  if (length <= 15) {
    const whole = digits(bytes, from, length)
    if (!Number.isNaN(whole)) return whole
  }
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))
/** As Date.prototype.toISOString has it, for the years 0 to 9999: "2024-01-15T14:30:00.123Z". */
export function isoOf(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  const rest = ms - days * DAY_MS
  const { year, month, day } = dateOf(days)
  const time = `${two(Math.floor(rest / (60 * MINUTE_MS)))}:${two(Math.floor(rest / MINUTE_MS) % 60)}:${two(Math.floor(rest / SECOND_MS) % 60)}`
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}.${String(rest % SECOND_MS).padStart(3, '0')}Z`
}

/** The date so many days after 1970 began (the inverse of `daysOf`). */
function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}
