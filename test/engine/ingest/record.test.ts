import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import {
  CONTINENTS,
  COUNTRIES,
  DEVICES,
  EVENT_TYPES,
  EXPERIMENTS,
  QUALITIES,
  REGIONS,
  RULE,
  RULES,
  TOPIC_OF_TYPE,
  TOPICS,
  TYPE,
  VERSIONS,
} from '../../../src/engine/ingest/codes.ts'
import {
  createBatch,
  NO_TIME,
  NONE,
  packDims,
  readRow,
  RECORD_WORDS,
  unpackDims,
  UNKNOWN,
  writeRow,
  type Batch,
} from '../../../src/engine/ingest/record.ts'
import { brokenRule } from '../../../src/engine/ingest/validate.ts'
import { batchOf } from './support.ts'

test('the small fields of an event fit into one word, and come out as they went in', () => {
  fc.assert(
    fc.property(
      fc.record({
        type: fc.nat(31),
        deviceType: fc.nat(7),
        region: fc.nat(7),
        version: fc.nat(3),
        country: fc.nat(255),
        quality: fc.nat(7),
        experiments: fc.tuple(fc.nat(3), fc.nat(3)),
      }),
      (dims) => {
        expect(unpackDims(packDims(dims))).toEqual(dims)
      },
    ),
  )
})

test('an event goes through a row of twelve words unchanged, with its negative times', () => {
  const words = fc.array(fc.nat(0xffff_ffff), { minLength: RECORD_WORDS, maxLength: RECORD_WORDS })
  fc.assert(
    fc.property(words, (row) => {
      const batch = createBatch(3)
      readRow(Uint32Array.from(row), 0, batch, 2)
      const out = new Uint32Array(2 * RECORD_WORDS)
      writeRow(batch, 2, out, RECORD_WORDS)
      expect([...out.subarray(RECORD_WORDS)]).toEqual(row)
      expect(batch.eventTime[2]).toBe((row[6] ?? 0) | 0)
    }),
  )
})

test('every code fits into its bits, beside the one for what is not known', () => {
  const lists = {
    type: EVENT_TYPES,
    deviceType: DEVICES,
    region: REGIONS,
    version: VERSIONS,
    country: COUNTRIES,
  }
  for (const [field, list] of Object.entries({ ...lists, quality: QUALITIES }))
    expect(list.length).toBeLessThanOrEqual(UNKNOWN[field as keyof typeof UNKNOWN])
  for (const { variants } of EXPERIMENTS) expect(variants.length).toBeLessThan(4)
  const regionsOfCountries = COUNTRIES.map(({ region }) => region)
  expect([...new Set(regionsOfCountries)]).toEqual(REGIONS.map((_, region) => region))
  expect(regionsOfCountries).toEqual(regionsOfCountries.toSorted((a, b) => a - b))
  expect(COUNTRIES.every(({ continent }) => continent < CONTINENTS.length)).toBe(true)
  // Y28: sessions have a topic of their own, and no type is left over.
  expect(
    EVENT_TYPES.map((type, i) => `events.${type.split('.')[0]}` === TOPICS[TOPIC_OF_TYPE[i] ?? -1]),
  ).toEqual(EVENT_TYPES.map(() => true))
})

const HOUR_MS = 3_600_000
const TITLES = 10

/** What breaks each rule, on an event that is sound. */
const BREAKS: readonly [name: string, breakIt: (batch: Batch) => void][] = [
  ['id-missing', (batch) => batch.idHigh.fill(0) && batch.idLow.fill(0)],
  ['type-unknown', (batch) => (batch.dims[0] = (batch.dims[0] ?? 0) | UNKNOWN.type)],
  ['version-unknown', (batch) => (batch.dims[0] = (batch.dims[0] ?? 0) | (3 << 11))],
  ['time-missing', (batch) => (batch.eventTime[0] = NO_TIME)],
  ['user-missing', (batch) => (batch.user[0] = 0)],
  ['device-missing', (batch) => (batch.device[0] = 0)],
  ['device-type', (batch) => (batch.dims[0] = (batch.dims[0] ?? 0) | (7 << 5))],
  ['region', (batch) => (batch.dims[0] = (batch.dims[0] ?? 0) | (7 << 8))],
  ['title-missing', (batch) => (batch.title[0] = NONE)],
  ['title-unknown', (batch) => (batch.title[0] = TITLES)],
  ['position', (batch) => (batch.position[0] = 7_201)],
  ['future', (batch) => (batch.eventTime[0] = HOUR_MS + 300_001)],
  ['too-old', (batch) => (batch.eventTime[0] = HOUR_MS - 7 * 24 * HOUR_MS - 1)],
]

const judge = (batch: Batch): string =>
  RULES[brokenRule(batch, 0, TITLES, batch.eventTime[0] ?? 0)]?.name ?? 'none'

test('each rule is broken by what it names, and by nothing less', () => {
  expect(BREAKS.map(([name]) => name)).toEqual(RULES.slice(1).map(({ name }) => name))
  for (const [name, breakIt] of BREAKS) {
    const batch = batchOf([{ time: HOUR_MS }])
    expect(judge(batch)).toBe('ok')
    breakIt(batch)
    expect(judge(batch)).toBe(name)
  }
  // The last that is still allowed (facts C69).
  expect(judge(batchOf([{ time: HOUR_MS + 300_000, received: HOUR_MS }]))).toBe('ok')
  expect(judge(batchOf([{ time: HOUR_MS - 7 * 24 * HOUR_MS, received: HOUR_MS }]))).toBe('ok')
})

test('searches, pages and sessions need no title (Y18); the first broken rule is the reason', () => {
  for (const type of [TYPE.search, TYPE.pageViewed, TYPE.sessionStarted, TYPE.sessionEnded])
    expect(judge(batchOf([{ time: 0, type, title: NONE }]))).toBe('ok')
  const batch = batchOf([{ time: 0, title: NONE }])
  batch.user[0] = 0
  expect(brokenRule(batch, 0, TITLES, 0)).toBe(RULE.userMissing)
})
