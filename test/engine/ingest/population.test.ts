import { expect, test } from 'vitest'
import { createCatalogue } from '../../../src/engine/ingest/catalogue.ts'
import { COUNTRIES, EVENT_TYPES, RULES, TYPE } from '../../../src/engine/ingest/codes.ts'
import type { Faults } from '../../../src/engine/ingest/config.ts'
import { People } from '../../../src/engine/ingest/population/people.ts'
import { Population } from '../../../src/engine/ingest/population/population.ts'
import type { Injected } from '../../../src/engine/ingest/population/state.ts'
import {
  createBatch,
  deviceTypeOf,
  NONE,
  RECORD_WORDS,
  regionOf,
  typeOf,
  unpackDims,
  writeRow,
} from '../../../src/engine/ingest/record.ts'
import { brokenRule } from '../../../src/engine/ingest/validate.ts'
import { ALL_FAULTS, smallConfig } from './support.ts'

interface Made {
  readonly id: string
  readonly row: readonly number[]
  readonly type: number
  readonly device: number
  readonly region: number
  readonly rule: number
}

/** All events of a population's first minutes, in order. */
function run(
  viewers: number,
  minutes: number,
  faults: Partial<Faults>,
  batchSize = 1_000,
  keep: (dims: number) => boolean = () => true,
): { events: Made[]; injected: Injected } {
  const { population: config } = smallConfig(5, viewers, faults)
  const population = new Population(config, createCatalogue(5, config.titles, viewers))
  const batch = createBatch(batchSize)
  const events: Made[] = []
  for (let tick = 0; tick < minutes * 600; tick++) {
    population.beginTick(tick)
    for (let isDone = false; !isDone;) {
      batch.length = 0
      isDone = population.fill(batch)
      for (let i = 0; i < batch.length; i++) {
        if (!keep(batch.dims[i] ?? 0)) continue
        const row = new Uint32Array(RECORD_WORDS)
        writeRow(batch, i, row, 0)
        const dims = row[9] ?? 0
        events.push({
          id: `${row[0]}.${row[1]}`,
          row: [...row],
          type: typeOf(dims),
          device: deviceTypeOf(dims),
          region: regionOf(dims),
          rule: brokenRule(batch, i, config.titles, batch.eventTime[i] ?? 0),
        })
      }
    }
  }
  return { events, injected: population.injected }
}

/** What an event is about, whenever it arrives; and when it happened. */
const matter = ({ row }: Made): string => [row[2], row[3], row[4], row[5], row[9], row[10]].join()
const content = (event: Made): string => `${matter(event)},${event.row[6]}`
const byId = (events: readonly Made[]): Map<string, string> =>
  new Map(events.map((event) => [event.id, content(event)]))

test('an event a viewer every ten seconds, in the stated mix of types and devices (facts C2, C15)', () => {
  const { events } = run(2_000, 40, {})
  expect(events).toHaveLength(2_000 * 6 * 40)
  const share = (is: (type: string) => boolean): number =>
    (100 * events.filter(({ type }) => is(EVENT_TYPES[type] ?? '')).length) / events.length
  const heartbeats = share((type) => type === 'playback.heartbeat')
  expect(Math.abs(heartbeats - 70)).toBeLessThan(1.5)
  expect(Math.abs(share((type) => type.startsWith('playback.')) - heartbeats - 20)).toBeLessThan(1.5)
  expect(Math.abs(share((type) => /^(browse|session)/.test(type)) - 8)).toBeLessThan(1.5)
  expect(Math.abs(share((type) => type.startsWith('quality.')) - 2)).toBeLessThan(0.3)
  expect(new Set(events.map(({ type }) => type)).size).toBe(17)
  const ofDevice = (device: number): number =>
    (100 * events.filter((event) => event.device === device).length) / events.length
  ;[40, 35, 15, 10].forEach((stated, device) => expect(Math.abs(ofDevice(device) - stated)).toBeLessThan(2))
})

test('accounts live where people do: a region’s countries, each once', () => {
  expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBe(COUNTRIES.length)
  const people = new People(1, 500_000)
  const found = COUNTRIES.map(() => 0)
  let elsewhere = 0
  for (let user = 1; user <= 500_000; user++) {
    const { country, region } = unpackDims(people.dimsOf(user))
    if (COUNTRIES[country]?.region !== region) elsewhere += 1
    found[country] = (found[country] ?? 0) + 1
  }
  expect(elsewhere).toBe(0)
  // 345, 40 and 131 million; 1,451 of 1,937.
  const share = (code: string): number =>
    (found[COUNTRIES.findIndex((country) => country.code === code)] ?? 0) / 100_000
  expect(share('US')).toBeCloseTo(345 / 516, 2)
  expect(share('MX')).toBeCloseTo(131 / 516, 2)
  expect(share('IN')).toBeCloseTo(1_451 / 1_937, 2)
})

test('sessions make sense: begun once, played after a start, stopped at nine tenths when completed', () => {
  const { events } = run(200, 200, {})
  const sessions = new Map<number, Made[]>()
  for (const event of events) {
    const made = sessions.get(event.row[4] ?? 0)
    if (made === undefined) sessions.set(event.row[4] ?? 0, [event])
    else made.push(event)
  }
  let whole = 0
  const wrong: string[] = []
  for (const [session, made] of sessions) {
    const types = made.map(({ type }) => type)
    if (made.some(({ row }, i) => ((row[1] ?? 0) & 0xffff) !== i + 1))
      wrong.push(`${session}: events without order`)
    if (types[0] !== TYPE.sessionStarted) continue
    whole += 1
    if (types.lastIndexOf(TYPE.sessionStarted) !== 0) wrong.push(`${session}: begun twice`)
    if (types.slice(0, -1).includes(TYPE.sessionEnded)) wrong.push(`${session}: goes on after its end`)
    let playing: number | null = null
    for (const { type, row } of made) {
      const [title = 0, position = 0, duration = 0] = [row[5], row[10], row[11]]
      if (type === TYPE.started) playing = title
      else if (type <= TYPE.error && title !== playing) wrong.push(`${session}: plays what was not started`)
      if (title === NONE && (position !== NONE || duration !== 0)) wrong.push(`${session}: nowhere`)
      if (type === TYPE.completed && 10 * position <= 9 * duration) wrong.push(`${session}: early`)
      if (type === TYPE.abandoned && 10 * position > 9 * duration) wrong.push(`${session}: late`)
      if (type === TYPE.completed || type === TYPE.abandoned) playing = null
    }
  }
  expect(wrong).toEqual([])
  expect(whole).toBeGreaterThan(200)
})

test('regions have their evenings: who watches most changes with the hour', () => {
  const isStart = (dims: number): boolean => typeOf(dims) === TYPE.sessionStarted
  const { events } = run(500, 12 * 60, {}, 1_000, isStart)
  const shares = (fromMs: number, toMs: number): number[] => {
    const starts = events.filter(({ row }) => (row[8] ?? 0) >= fromMs)
    const some = starts.filter(({ row }) => (row[8] ?? 0) < toMs)
    return [0, 1, 2, 3, 4].map((region) => some.filter((one) => one.region === region).length / some.length)
  }
  const HOUR = 3_600_000
  // The run begins at 2:00 UTC: 20:00 in the United States. Twelve hours on it is 22:00 in Asia.
  const [us = 0, , apac = 0] = shares(0, HOUR)
  const [usLater = 0, , apacLater = 0] = shares(11 * HOUR, 12 * HOUR)
  expect(us).toBeGreaterThan(1.5 * apac)
  expect(apacLater).toBeGreaterThan(1.5 * usLater)
})

test('a fault changes nothing but its own events', () => {
  const plain = byId(run(1_000, 5, {}).events)
  const changed = (
    events: readonly Made[],
    before: ReadonlyMap<string, string>,
    say: (event: Made) => string,
  ): Made[] => events.filter((event) => before.has(event.id) && before.get(event.id) !== say(event))
  expect(changed(run(1_000, 5, { replays: 0.1 }).events, plain, content)).toEqual([])
  // Who is out of reach when the run begins has begun earlier, and who comes after somebody who was, later: the same
  // events, at other times.
  const matters = new Map(run(1_000, 5, {}).events.map((event) => [event.id, matter(event)]))
  for (const faults of [{ offline: 0.2 }, { outage: ALL_FAULTS.outage ?? null }]) {
    const away = run(1_000, 5, faults).events.filter(({ id }) => matters.has(id))
    expect(away.length).toBeGreaterThan(0.8 * plain.size)
    expect(changed(away, matters, matter)).toEqual([])
  }
  const broken = run(1_000, 5, { malformed: 0.1 }).events.filter(({ rule }) => rule === 0)
  expect(broken.length).toBeGreaterThan(0.85 * plain.size)
  expect(changed(broken, plain, content)).toEqual([])
  const replays = (malformed: number): number => run(1_000, 5, { replays: 0.1, malformed }).injected.replays
  expect(replays(0.1)).toBe(replays(0))
  const untouched = (faults: Partial<Faults>): number =>
    run(1_000, 5, faults).events.filter((event) => content(event) === plain.get(event.id)).length
  expect(untouched({ skew: 0.1 })).toBeGreaterThan(0.85 * plain.size)
  expect(untouched({ bots: 50 })).toBe(plain.size)
})

test('what is put in is told: replays with the same id, broken rules by name, late events with their own time', () => {
  const replays = run(1_000, 10, { replays: 0.05 })
  const ids = replays.events.map(({ id }) => id)
  expect(ids.length - new Set(ids).size).toBe(replays.injected.replays)
  expect(replays.injected.replays).toBeGreaterThan(1_000)

  const { events, injected } = run(1_000, 10, { malformed: 0.05 })
  const found = RULES.map((_, rule) => events.filter((event) => event.rule === rule).length)
  expect(found.slice(1)).toEqual(injected.malformed.slice(1))
  expect(Math.min(...found)).toBeGreaterThan(50)

  const late = run(1_000, 30, { offline: 0.1 })
  const held = late.events.filter(({ row }) => (row[8] ?? 0) - ((row[6] ?? 0) | 0) > 10_000)
  expect(held).toHaveLength(late.injected.held)
  expect(held.every(({ device }) => device === 0)).toBe(true)
  expect(held.length).toBeGreaterThan(500)
  // Some leave on the way: they were heard at once before.
  const heard = new Set<number>()
  let left = 0
  for (const { row } of run(500, 90, { offline: 0.2 }, 1_000, (dims) => deviceTypeOf(dims) === 0).events) {
    if ((row[8] ?? 0) - ((row[6] ?? 0) | 0) < 10_000) heard.add(row[0] ?? 0)
    else if (heard.has(row[0] ?? 0)) left += 1
  }
  expect(left).toBeGreaterThan(200)
})

test('whatever the size of the batches, the events are the same, in the same order', () => {
  const whole = run(500, 3, ALL_FAULTS, 5_000).events
  const bits = run(500, 3, ALL_FAULTS, 7).events
  expect(bits.map(({ row }) => row)).toEqual(whole.map(({ row }) => row))
  const times = whole.map(({ row }) => row[8] ?? 0)
  expect(times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0))).toBe(true)
  expect(unpackDims(whole[0]?.row[9] ?? 0).version).toBeLessThan(3)
})
