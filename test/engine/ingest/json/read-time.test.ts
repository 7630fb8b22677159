import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epochTime, isoOf, TimeReader } from '../../../../src/engine/ingest/json/read-time.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const reader = new TimeReader()
const iso = (text: string, zoneMs = Number.NaN): number =>
  reader.iso(encode(text), 0, encode(text).length, zoneMs)
const anyMs = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })

describe('a date', () => {
  it('is read and written as Date does, from the year 1 to 9999', () => {
    fc.assert(
      fc.property(anyMs, fc.integer({ min: -1439, max: 1439 }), (ms, minutes) => {
        const text = new Date(ms).toISOString()
        expect(isoOf(ms)).toBe(text)
        expect(iso(text)).toBe(ms)
        const sign = minutes < 0 ? '-' : '+'
        const two = (value: number): string => String(value).padStart(2, '0')
        const zone = `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
        const away = text.replace('Z', zone)
        expect(iso(away)).toBe(Date.parse(away))
        // Without a zone it is read only where one is given.
        expect(iso(text.slice(0, -1))).toBeNaN()
        expect(iso(text.slice(0, -1), minutes * 60_000)).toBe(Date.parse(away))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2024-01-15 14:30:00.1Z', Date.UTC(2024, 0, 15, 14, 30, 0, 100)],
    ['2024-01-15t14:30:00.123999z', Date.UTC(2024, 0, 15, 14, 30, 0, 123)],
    ['2024-01-15T14:30:00,5Z', Date.UTC(2024, 0, 15, 14, 30, 0, 500)],
  ])('%s is read', (text, ms) => expect(iso(text)).toBe(ms))

  it.each([
    '',
    '2024-01-15',
    '2024-01-15T14:30Z',
    '2023-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-01-15T24:00:00Z',
    '2024-01-15T14:60:00Z',
    '2024-01-15T14:30:60Z',
    '2024-01-15T14:30:00.Z',
    '2024-01-15T14:30:00Zulu',
    '2024-01-15T14:30:00+1:00',
    '2024-01-15T14:30:00+25:00',
    '2024/01/15T14:30:00Z',
    '+024-01-15T14:30:00Z',
    '2024-01-15T14:30:00 Z',
  ])('%s is none', (text) => expect(iso(text)).toBeNaN())
})

describe('a count since 1970', () => {
  const epoch = (text: string, form: 'epoch_s' | 'epoch_ms' | 'epoch_us'): number =>
    epochTime(encode(text), 0, text.length, form)

  it('is the same moment in any unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        expect(epoch(String(ms), 'epoch_ms')).toBe(ms)
        expect(epoch(`${ms}000`, 'epoch_us')).toBe(ms)
        expect(epoch((ms / 1_000).toFixed(3), 'epoch_s')).toBe(ms)
      }),
    )
  })

  it.each(['', 'now', '1e400', '0x10', '1_000', '--5', '99999999999999999999999999999999999'])(
    '%s is none',
    (text) => expect(epoch(text, 'epoch_ms')).toBeNaN(),
  )
})
