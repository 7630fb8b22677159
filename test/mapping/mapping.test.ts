import { describe, expect, it } from 'vitest'
import { DEVICES, EVENT_TYPES, REGIONS, RULES } from '../../src/engine/ingest/codes.ts'
import { DEAD_LETTER_RULES } from '../../src/engine/ingest/json/codes.ts'
import { NamedTitles } from '../../src/engine/ingest/json/titles.ts'
import { deviceTypeOf, NO_TIME, NONE, regionOf, typeOf } from '../../src/engine/ingest/record.ts'
import { parseMapping } from '../../src/mapping/mapping.ts'
import { sentence } from '../../src/shared/outcome.ts'
import { EPOCH, importAll } from '../engine/ingest/json/support.ts'

const LEAST = {
  format: 'csv',
  time: { from: 'ts', as: 'epoch_ms' },
  user: 'uid',
  title: 'video',
  type: { from: 'action', values: { play: 'playback.started', tick: 'playback.heartbeat' } },
}

/** Imports `text` by a mapping; fails where the mapping is refused. */
function mapped(mapping: unknown, text: string | Uint8Array, step?: number) {
  const plan = parseMapping(JSON.stringify(mapping))
  if (!plan.ok) throw new Error(sentence(plan.problem))
  const titles = new NamedTitles(100)
  const imported = importAll(text, { plan: plan.value, titles, epochMs: null }, step)
  const letters = imported.source.deadLetters.list()
  const dead = letters.map(({ line, rule }) => `${line} ${DEAD_LETTER_RULES[rule]?.name}`)
  return { ...imported, titles, dead, letters }
}

const refused = (mapping: unknown): string => {
  const plan = parseMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping))
  return plan.ok ? 'accepted' : sentence(plan.problem)
}

describe('a foreign log', () => {
  const csv = [
    'uid,ts,"video",action,more',
    `alice,${EPOCH},"Film, the",play,x`,
    `bob,${EPOCH + 5_000},"Film, the",tick,"two`,
    'lines"',
    '',
    `alice,${EPOCH + 6_000},Other,dance,x`,
    `alice,${EPOCH + 7_000},Other,tick`,
    `,${EPOCH + 8_000},Other,tick,x`,
    `carol,soon,Other,tick,x`,
  ].join('\r\n')

  it.each([1, 13, 4_096])('of CSV becomes events, read in pieces of %i bytes', (step) => {
    const { rows, rules, titles, dead, source } = mapped(LEAST, csv, step)
    expect(source.counts).toMatchObject({ lines: 8, header: 1, blank: 1, accepted: 2, records: 5 })
    expect(dead).toEqual(['6 type-unknown', '7 row-cells', '8 user-missing', '9 time-missing'])
    expect(rules.map((rule) => RULES[rule]?.name)).toEqual([
      'ok',
      'ok',
      'type-unknown',
      'user-missing',
      'time-missing',
    ])
    expect(titles.nameOf(0)).toBe('Film, the')
    const [first, second, third] = rows
    expect(rows.map((row) => row[5])).toEqual([0, 0, 1, 1, 1])
    // The same user has the same number, which is its device's, too.
    expect(first?.[2]).toBe(third?.[2])
    expect(first?.[2]).not.toBe(second?.[2])
    expect(first?.[3]).toBe(first?.[2])
    expect(rows.map((row) => (row[6] ?? 0) | 0)).toEqual([0, 5_000, 6_000, 8_000, NO_TIME])
    const dims = first?.[9] ?? 0
    expect([EVENT_TYPES[typeOf(dims)], DEVICES[deviceTypeOf(dims)], REGIONS[regionOf(dims)]]).toEqual([
      'playback.started',
      'web',
      'us',
    ])
    expect(new Set(rows.map(([high, low]) => `${high}.${low}`)).size).toBe(5)
  })

  it('keeps a dead letter as it came, to be mended and sent again by the same mapping', () => {
    const { source, letters, rows } = mapped(LEAST, csv)
    expect(letters[0]?.text).toBe(`alice,${EPOCH + 6_000},Other,dance,x\r`)
    const [letter] = letters
    if (letter === undefined) throw new Error('no letter')
    expect(source.sendAgain(letter, letter.text.replace('dance', 'tick'))).toBe(0)
    expect(rows.at(-1)?.[2]).toBe(rows[0]?.[2])
  })

  it('of NDJSON may have its keys within others, and words of its own', () => {
    const mapping = {
      format: 'ndjson',
      id: 'id',
      time: { from: 'at', zone: '+02:00' },
      received: { from: 'meta.seen', as: 'epoch_s' },
      user: 'user.name',
      device: 'user.phone',
      title: 'item.video.id',
      type: { value: 'playback.heartbeat' },
      device_type: { from: 'user.is_tv', values: { true: 'tv', false: 'mobile' } },
      country: { from: 'place', values: { Germany: 'DE' }, else: 'GB' },
      position: { from: 'item.at', as: 'ms' },
      duration: { from: 'item.of', as: 'ms' },
    }
    const event = {
      id: 7,
      at: '2026-01-01 02:00:01',
      meta: { seen: EPOCH / 1_000 + 2.5 },
      user: { name: 'alice', phone: 5, is_tv: true },
      item: { video: { id: 'v1' }, at: 61_999, of: 120_000 },
      place: 'Germany',
    }
    const other = {
      ...event,
      id: 8,
      place: 'Atlantis',
      user: { ...event.user, is_tv: 'maybe' },
      item: { at: 3 },
    }
    const { rows, dead } = mapped(mapping, `${JSON.stringify(event)}\n${JSON.stringify(other)}`)
    expect(dead).toEqual(['2 device-type'])
    const [row] = rows
    expect(row?.slice(5, 9)).toEqual([0, 1_000, 2_500, 2_500])
    expect(row?.slice(10)).toEqual([61, 120])
    expect(rows[1]?.[5]).toBe(NONE)
    expect(rows.map((one) => REGIONS[regionOf(one[9] ?? 0)])).toEqual(['eu', 'eu'])
    expect(DEVICES[deviceTypeOf(row?.[9] ?? 0)]).toBe('tv')
  })

  it('without ids has one a line, or one a text: then the same line twice is a duplicate', () => {
    const text = `${EPOCH},alice,v,play\n${EPOCH},alice,v,play\n${EPOCH + 1},alice,v,play\n`
    const ids = (more: object): Set<string> => {
      const { rows } = mapped({ ...LEAST, columns: ['ts', 'uid', 'video', 'action'], ...more }, text)
      expect(rows).toHaveLength(3)
      return new Set(rows.map(([high, low]) => `${high}.${low}`))
    }
    expect(ids({}).size).toBe(3)
    expect(ids({ id: { of: 'line_text' } }).size).toBe(2)
    expect(ids({ id: 'uid' }).size).toBe(1)
  })

  it('with another delimiter is read by it', () => {
    const { rows, dead } = mapped(
      { ...LEAST, delimiter: '\t' },
      `ts\tuid\tvideo\taction\n${EPOCH}\ta,b\tv\tplay\n`,
    )
    expect([rows.length, dead]).toEqual([1, []])
  })

  it('without a column that is mapped is refused, and nothing of it is read', () => {
    const { finished, source } = mapped(LEAST, `uid;ts;video;action\n1;2;3;4\n`)
    expect(finished).toEqual({
      ok: false,
      problem: {
        what: 'there is no column "action"; there are uid;ts;video;action (is the delimiter ";"?)',
        where: 'line 1',
      },
    })
    expect(source.counts.records).toBe(0)
  })
})

describe('a mapping', () => {
  it.each([
    [
      { ...LEAST, time: { from: 'ts', as: 'ms' } },
      'time.as: must be one of iso, epoch_s, epoch_ms, epoch_us',
    ],
    [{ ...LEAST, time: { from: 'ts', zone: 'CET' } }, 'time.zone: must be Z or like +01:00'],
    [{ ...LEAST, user: undefined }, 'user: is missing'],
    [{ ...LEAST, user: 5 }, 'user: must be an object'],
    [{ ...LEAST, user: '' }, 'user.from: name a column or key'],
    [{ ...LEAST, title: { form: 'x' } }, 'title.from: is missing'],
    [{ ...LEAST, title: { from: 'x', as: 'iso' } }, 'title.as: is not known here'],
    [{ ...LEAST, type: {} }, 'type: must have either "from" or "value"'],
    [{ ...LEAST, type: { from: 'a', value: 'browse.search' } }, 'type: must have either "from" or "value"'],
    [
      { ...LEAST, device_type: { value: 'phone' } },
      'device_type.value: must be one of mobile, tv, web, gaming',
    ],
    [
      { ...LEAST, device_type: { from: 'x', values: { ios: 'phone' } } },
      'device_type.values.ios: must be one of mobile, tv, web, gaming',
    ],
    [{ ...LEAST, position: 'p' }, 'position: a position needs a duration to be judged by'],
    [{ ...LEAST, format: 'xml' }, 'format: must be csv or ndjson'],
    [{ ...LEAST, format: 'ndjson', delimiter: ';' }, 'format: delimiter and columns are for csv'],
    [{ ...LEAST, delimiter: '"' }, 'delimiter: must be one character that is no quote'],
    [{ ...LEAST, columns: ['ts', 'uid', 'action'] }, 'title.from: is none of the columns'],
    [[], 'format: is missing'],
    [5, 'must be an object'],
  ])('%j is refused: %s', (mapping, words) => expect(refused(mapping)).toBe(words))

  it('with a name that no event has is told the names that it has', () => {
    expect(refused({ ...LEAST, tiem: 'ts' })).toMatch(
      /^tiem: is nothing that an event has; it has format, .*, time, /,
    )
    expect(refused('{"format":')).toMatch(/^is no JSON \(/)
    expect(refused(LEAST)).toBe('accepted')
  })
})
