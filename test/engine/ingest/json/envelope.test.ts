import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COUNTRIES, EVENT_TYPES, RULE, RULES } from '../../../../src/engine/ingest/codes.ts'
import { createCatalogue } from '../../../../src/engine/ingest/catalogue.ts'
import { ENVELOPE_PATHS } from '../../../../src/engine/ingest/json/codes.ts'
import { numberedTitles } from '../../../../src/engine/ingest/json/titles.ts'
import { eventLines } from '../../../../src/engine/ingest/json/write-event.ts'
import { Population } from '../../../../src/engine/ingest/population/population.ts'
import { createBatch, NO_TIME, NONE, packDims, unpackDims } from '../../../../src/engine/ingest/record.ts'
import { ALL_FAULTS, smallConfig } from '../support.ts'
import { naiveRow } from './naive-envelope.ts'
import { batchOfRows, EPOCH, importAll, rowsOf, SAMPLE } from './support.ts'

const MINUTE = 60_000
const one = (event: unknown): ReturnType<typeof importAll> => importAll(`${JSON.stringify(event)}\n`)
const without = (path: string): unknown => {
  const copy = structuredClone(SAMPLE) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const home = keys.reduce((object, key) => object[key] as Record<string, unknown>, copy)
  delete home[last]
  return copy
}

/** Countries that have the same code are the same country in JSON. */
const canonical = (row: readonly number[]): number[] => {
  const dims = unpackDims(row[9] ?? 0)
  const code = COUNTRIES[dims.country]?.code
  const country = code === undefined ? dims.country : COUNTRIES.findIndex((other) => other.code === code)
  return row.with(9, packDims({ ...dims, country }))
}

describe('a record', () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff })
  const orNone = (values: fc.Arbitrary<number>) =>
    fc.oneof({ weight: 3, arbitrary: values }, fc.constant(NONE))
  const time = fc.integer({ min: -10 * 1440 * MINUTE, max: 10 * 1440 * MINUTE })
  const anyRow = fc
    .record({
      id: fc.tuple(word, word),
      names: fc.tuple(word, word, word),
      title: orNone(fc.integer({ min: 0, max: 0xffff_fffe })),
      times: fc.tuple(
        fc.oneof(time, fc.constant(NO_TIME)),
        time,
        fc.integer({ min: -1440 * MINUTE, max: 15 * 1440 * MINUTE }),
      ),
      dims: fc.record({
        type: fc.oneof(fc.nat(16), fc.constant(31)),
        deviceType: fc.constantFrom(0, 1, 2, 3, 7),
        region: fc.constantFrom(0, 1, 2, 3, 4, 7),
        version: fc.nat(3),
        country: fc.oneof(fc.nat(COUNTRIES.length - 1), fc.constant(255)),
        quality: fc.constantFrom(0, 1, 2, 3, 7),
        experiments: fc.tuple(fc.nat(2), fc.nat(2)),
      }),
      position: orNone(fc.oneof(fc.nat(9_000), fc.integer({ min: 0, max: 0xffff_fffe }))),
      duration: fc.oneof(fc.nat(9_000), fc.integer({ min: 0, max: 0xffff_fffd })),
    })
    .map(({ id, names, title, times, dims, position, duration }) => {
      // Version 1.0 knows no experiments.
      const experiments: readonly [number, number] = dims.version === 0 ? [0, 0] : dims.experiments
      const words = [...id, ...names, title, ...times, packDims({ ...dims, experiments }), position, duration]
      return words.map((value) => value >>> 0)
    })
  const received = (row: readonly number[]): number => (row[8] ?? 0) | 0

  it('written as JSON and read again is the same record, whatever it lacks', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
        const sorted = rows.toSorted((a, b) => received(a) - received(b))
        const titles = numberedTitles(1_000)
        const text = [...eventLines(batchOfRows(sorted), EPOCH, titles)].join('')
        const { source, rows: read } = importAll(text, { titles })
        expect(source.counts).toMatchObject({ records: rows.length, raised: 0 })
        expect(read).toEqual(sorted.map(canonical))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the rule it breaks: what the population spoiled are the dead letters, by rule', () => {
    // Without wrong clocks: one of those can put an event of the future right.
    const config = smallConfig(5, 2_000, { ...ALL_FAULTS, skew: 0 })
    const catalogue = createCatalogue(5, 200, 2_000)
    const population = new Population(config.population, catalogue)
    const titles = numberedTitles(200)
    const batch = createBatch(512)
    const rows: number[][] = []
    let text = ''
    for (let tick = 0; tick < 150; tick++) {
      population.beginTick(tick)
      for (let isDone = false; !isDone;) {
        batch.length = 0
        isDone = population.fill(batch)
        rows.push(...rowsOf(batch))
        text += [...eventLines(batch, EPOCH, titles)].join('')
      }
    }
    const { source, rows: read } = importAll(text, { titles }, 999)
    expect(read).toEqual(rows.map(canonical))
    const { malformed } = population.injected
    expect(malformed.filter((count) => count > 0)).toHaveLength(RULES.length - 1)
    expect(source.deadLetters.counts.slice(0, RULES.length)).toEqual(malformed)
  })
})

describe('a line', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 8 }))
  const word = (words: readonly string[]) => fc.constantFrom(...words)
  const anything = fc.oneof(
    text,
    fc.constantFrom<unknown>(null, true, false, 0, 7, 12345, 'x', '', {}, [], [1, { a: 'b' }], {
      region: 'us',
    }),
  )
  /** Texts that are numbers, or nearly. */
  const numeral = fc.string({
    unit: fc.constantFrom('0', '6', '9', '.', '-', '+', 'e', 'E', ' '),
    maxLength: 5,
  })
  const date = fc
    .date({ min: new Date(EPOCH - 86_400_000), max: new Date(EPOCH + 86_400_000), noInvalidDate: true })
    .map((day) => day.toISOString())
  const fields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    event_id: fc.oneof(text, fc.stringMatching(/^evt_[0-9a-f]{16}$/)),
    event_type: word(EVENT_TYPES),
    event_version: word(['1.0', '2.0', '2.1', '3.0']),
    event_time: fc.oneof(
      date,
      fc.constantFrom('2026-02-30T00:00:00Z', '2026-01-01T05:00:00+05:30', '2026-01-01'),
    ),
    sent_time: date,
    received_time: date,
    user_id: fc.oneof(
      text,
      fc.nat().map((n) => `usr_${n}`),
      fc.constantFrom('usr_0', 'usr_01', 'usr_4294967296'),
    ),
    device_id: fc.oneof(
      text,
      fc.nat().map((n) => `dev_${n}`),
    ),
    session_id: text,
    device_type: word(['mobile', 'tv', 'web', 'gaming', 'fridge']),
    region: fc.oneof(word(['us', 'eu', 'CA', 'mea']), fc.constant(null)),
    country: word(['US', 'DE', 'JP', 'XX', 'EG']),
    content_id: fc.oneof(
      text,
      fc.nat().map((n) => `mov_${n}`),
    ),
    position_seconds: fc.oneof(fc.integer(), numeral, fc.constantFrom('12', -1, 1.5, 4294967294, 1e21)),
    duration_seconds: fc.oneof(fc.integer(), numeral, fc.constantFrom(4294967295, 2.9)),
    quality: word(['480p', '2160p', '4k']),
    new_player_ui: word(['control', 'variant_b', 'variant_c']),
    recommendation_algo: word(['control', 'variant_b', '']),
  }
  /** Members of an object in any order, some twice, some unknown, some of any kind. */
  const members = (
    keys: readonly string[],
    more: readonly fc.Arbitrary<string>[] = [],
  ): fc.Arbitrary<string> => {
    const known = keys.map((key) =>
      fc
        .oneof({ weight: 6, arbitrary: fields[key] ?? anything }, anything)
        .map((value) => [key, JSON.stringify(value)] as const),
    )
    const strange = fc.tuple(text, anything).map(([key, value]) => [key, JSON.stringify(value)] as const)
    return fc
      .tuple(
        fc.array(fc.oneof(...known, strange), { maxLength: 2 * keys.length }),
        ...more.map((inner, i) =>
          inner.map((value) => [['geo', 'payload', 'experiments'][i] ?? '', value] as const),
        ),
        fc.array(fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '\t ', '\r')), {
          minLength: 40,
          maxLength: 40,
        }),
        fc.boolean(),
      )
      .map((parts) => {
        const isReversed = parts.at(-1) === true
        const spaces = parts.at(-2) as readonly (readonly [boolean, string])[]
        const rest = parts.slice(1, -2) as readonly (readonly [string, string])[]
        const all = [...(parts[0] as readonly (readonly [string, string])[]), ...rest]
        const ordered = isReversed ? all.toReversed() : all
        const written = ordered.map(([key, value], i) => {
          const [isEscaped, space] = spaces[i % spaces.length] ?? [false, '']
          return `${space}${isEscaped ? escaped(key) : JSON.stringify(key)}${space}:${space}${value}${space}`
        })
        return `{${written.join(',')}}`
      })
  }
  /** Every letter of it as \uXXXX. */
  const escaped = (key: string): string =>
    `"${Array.from({ length: key.length }, (_, i) => `\\u${key.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
  const anyLine = members(
    Object.keys(fields).filter((key) => ENVELOPE_PATHS.includes(key)),
    [
      members(['region', 'country']),
      members(['content_id', 'position_seconds', 'duration_seconds', 'quality']),
      members(['new_player_ui', 'recommendation_algo']),
    ],
  )

  it('becomes what JSON.parse and plain code make of it', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const { rows, source } = importAll(line)
        expect(source.counts.records).toBe(1)
        // Half a surrogate pair has no UTF-8 of its own, so the names differ there; all else is the same.
        fc.pre(line.isWellFormed() && !/\\ud[89a-f]/i.test(line))
        const clock = EPOCH - 2 * 1440 * MINUTE
        expect(rows).toEqual([naiveRow(line, clock)])
      }),
      { numRuns: 1_000 },
    )
  })

  it('says the same whether its letters are written as they are or as escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }), (name) => {
        const event = { ...SAMPLE, user_id: name, event_id: `${name}!` }
        const line = (written: string): string =>
          JSON.stringify(event).replaceAll(JSON.stringify(name).slice(1, -1), () => written)
        const { rows } = importAll(`${JSON.stringify(event)}\n${line(escaped(name).slice(1, -1))}`)
        expect(rows).toHaveLength(2)
        expect(rows[1]).toEqual(rows[0])
      }),
      { numRuns: 300 },
    )
  })

  it('of a known order gives the same as one of another order before it', () => {
    const turned = Object.fromEntries(Object.entries(SAMPLE).toReversed())
    const lines = [SAMPLE, turned, SAMPLE, without('event_type'), turned, SAMPLE].map((event) =>
      JSON.stringify(event),
    )
    const { rows } = importAll(lines.join('\n'))
    const alone = lines.map((line) => importAll(line).rows[0])
    expect(rows).toEqual(alone)
  })
})

describe('the envelope', () => {
  it('as it is drawn is accepted: an id of any form, the region from the country', () => {
    const { rules, rows } = one(SAMPLE)
    expect(rules).toEqual([RULE.ok])
    expect(unpackDims(rows[0]?.[9] ?? 0)).toEqual({
      type: 0,
      deviceType: 0,
      region: 0,
      version: 2,
      country: 0,
      quality: 2,
      experiments: [2, 1],
    })
    expect(rows[0]?.slice(2, 4)).toEqual([12345, 67890])
    expect(rows[0]?.[5]).toBe(789)
  })

  it.each([
    ['event_id', 'id-missing'],
    ['event_type', 'type-unknown'],
    ['event_version', 'version-unknown'],
    ['event_time', 'time-missing'],
    ['user_id', 'user-missing'],
    ['device_id', 'device-missing'],
    ['device_type', 'device-type'],
    ['geo', 'region'],
    ['payload', 'title-missing'],
  ])('without %s breaks the rule %s', (path, rule) => {
    expect(one(without(path)).rules.map((code) => RULES[code]?.name)).toEqual([rule])
  })

  it.each([
    'session_id',
    'received_time',
    'app_version',
    'geo.region',
    'experiments',
    'payload.position_seconds',
  ])('without %s is sound', (path) => expect(one(without(path)).rules).toEqual([RULE.ok]))

  it('of version 1.0 has no experiments, of 2.0 it has; 3.0 is unknown', () => {
    const of = (version: string) => one({ ...SAMPLE, event_version: version })
    const experiments = (version: string) => unpackDims(of(version).rows[0]?.[9] ?? 0).experiments
    expect([experiments('1.0'), experiments('2.0'), experiments('2.1')]).toEqual([
      [0, 0],
      [2, 1],
      [2, 1],
    ])
    expect(['1.0', '2.0', '2.1', '3.0'].map((version) => of(version).rules[0])).toEqual([
      0,
      0,
      0,
      RULE.versionUnknown,
    ])
  })

  it('keeps numbers beyond 2^53 apart, and takes a number for its text', () => {
    const user = (id: string): number | undefined =>
      importAll(JSON.stringify(SAMPLE).replace('"usr_12345"', id)).rows[0]?.[2]
    expect(user('9007199254740993')).not.toBe(user('9007199254740992'))
    expect(user('9007199254740993')).toBe(user('"9007199254740993"'))
  })

  it('is put right by when it was sent, even by a clock that is years off', () => {
    const event = {
      ...SAMPLE,
      event_time: '1970-01-01T00:00:00.000Z',
      sent_time: '1970-01-01T00:00:05.000Z',
    }
    const fast = {
      ...SAMPLE,
      event_time: '2099-12-31T23:59:55.000Z',
      sent_time: '2100-01-01T00:00:00.000Z',
    }
    const verdicts = [event, fast].flatMap((off) =>
      ['2025-12-30T01:00:00Z', SAMPLE.received_time, '2026-01-16T23:00:00Z'].map((received_time) => {
        const line = JSON.stringify({ ...off, received_time })
        const { rows, rules } = importAll(line)
        const [happened = 0, sent = 0] = rows[0]?.slice(6, 8) ?? []
        return [happened - sent, rules[0], importAll(line, { clock: 'trust' }).rules[0]]
      }),
    )
    const slow = [-5_000, RULE.ok, RULE.tooOld]
    const ahead = [-5_000, RULE.ok, RULE.future]
    expect(verdicts).toEqual([slow, slow, slow, ahead, ahead, ahead])
    expect(one({ ...event, sent_time: SAMPLE.received_time }).rules).toEqual([RULE.tooOld])
  })
})
