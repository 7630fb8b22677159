import { expect, test } from 'vitest'
import { EVENT_TYPES, PARTITIONS, TOPIC, TOPICS } from '../../src/engine/ingest/codes.ts'
import { FileRun } from '../../src/engine/ingest/json/file-run.ts'
import { ENVELOPE } from '../../src/engine/ingest/json/plan.ts'
import { TrendingEngine } from '../../src/engine/ingest/lab/trending-engine.ts'
import { TRENDING_SETTINGS, type TrendingSettings } from '../../src/engine/ingest/lab/settings.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { partitionForKey } from '../../src/engine/log/partitioners/murmur2.ts'
import { keptFiles } from '../../src/records/kept-files.ts'
import { TopicWriter } from '../../src/records/topic-writer.ts'
import { at } from '../../src/shared/assert.ts'
import { defaultsOf } from '../../src/shared/params.ts'
import { secondDecode, type SecondBatch, type SecondRecord } from '../support/second-decoder.ts'

/** The envelope, as far as it is looked at. */
interface Envelope {
  readonly event_id: string
  readonly event_type: string
  readonly user_id?: string
  readonly event_time: string
  readonly sent_time: string
  readonly received_time: string
  readonly payload: { readonly content_id?: string }
}

const KEPT = 4 * 64

const engineOf = (settings: Partial<TrendingSettings> = {}): TrendingEngine =>
  new TrendingEngine({
    seed: 5,
    settings: {
      ...(defaultsOf(TRENDING_SETTINGS) as unknown as TrendingSettings),
      viewers: 1_000,
      titles: 100,
      malformed: 5,
      skew: 5,
      offline: 20,
      watermark: 0,
      lateness: 0,
      ...settings,
    },
  })

const recordsOf = (batches: readonly SecondBatch[]): readonly SecondRecord[] =>
  batches.flatMap(({ records }) => records)

const envelopeOf = ({ value }: SecondRecord): Envelope =>
  JSON.parse(Buffer.from(value ?? '', 'hex').toString('utf8')) as Envelope

const numberIn = (name: string | undefined): number => Number(name?.replace(/\D/g, '') ?? 0)

/** What an independent reader makes of each partition. */
const decoded = (engine: TrendingEngine) =>
  keptFiles(engine).map(({ folder, logStartOffset, segments }) => ({
    folder,
    logStartOffset,
    segments: segments.map(({ baseOffset, log }) => ({ baseOffset, batches: secondDecode(log) })),
  }))

const kept = engineOf()
kept.advance(150 * SECOND)
const partitions = decoded(kept)

test('what the lab keeps stands in real segments at the offsets that are counted, each event by the key of its user', () => {
  const { endOffset } = kept.ingest.pipeline.logs
  const topicsSeen = new Set<number>()
  partitions.forEach(({ folder, logStartOffset, segments }, place) => {
    const records = segments.flatMap(({ batches }) => recordsOf(batches))
    const [topic, partition] = [Math.floor(place / PARTITIONS), place % PARTITIONS]
    expect(folder).toBe(`${TOPICS[topic]}-${partition}`)
    const end = at(endOffset, place)
    // Whole segments of 64 go; what is kept ends where the log ends, without a gap.
    expect(logStartOffset).toBe(Math.max(0, 64 * (Math.ceil(end / 64) - 4)))
    expect(records.map(({ offset }) => Number(offset))).toEqual(
      Array.from({ length: end - logStartOffset }, (_, i) => logStartOffset + i),
    )
    expect(records.length).toBeLessThanOrEqual(KEPT)
    for (const { baseOffset, batches } of segments)
      expect(Number(batches[0]?.baseOffset ?? baseOffset)).toBe(baseOffset)
    for (const record of records) {
      topicsSeen.add(topic)
      const event = envelopeOf(record)
      expect(Number.parseInt(record.key ?? '', 16)).toBe(numberIn(event.user_id))
      expect(partitionForKey(Buffer.from(record.key ?? '', 'hex'), PARTITIONS)).toBe(partition)
      expect(record.headers).toEqual([])
    }
    // What counts as the event's time is what it says, put right by when the device says it sends (Y52).
    const events = topic === TOPIC.deadLetter ? [] : records.map(envelopeOf)
    expect(records.slice(0, events.length).map(({ timestamp }) => Number(timestamp))).toEqual(
      events.map(
        (event) =>
          Date.parse(event.event_time) - (Date.parse(event.sent_time) - Date.parse(event.received_time)),
      ),
    )
    const domains = topic === TOPIC.late ? [] : events.map((event) => event.event_type.split('.')[0])
    expect(new Set(domains).size).toBeLessThanOrEqual(1)
    expect([...domains, at(TOPICS, topic).split('.')[1]][0]).toBe(at(TOPICS, topic).split('.')[1])
  })
  expect(topicsSeen.size).toBe(TOPICS.length)
})

test('a batch is what a tick brought; a dead letter has the broker’s time, for its own may be missing', () => {
  const batches = partitions.map(({ segments }) => segments.flatMap((segment) => segment.batches))
  const tickOf = (record: SecondRecord): number =>
    Math.floor(Date.parse(envelopeOf(record).received_time) / 100)
  let more = 0
  batches.forEach((ofPlace, place) => {
    const ticks = ofPlace.map(({ records }) => new Set(records.map(tickOf)))
    expect(ticks.every(({ size }) => size === 1)).toBe(true)
    more += ofPlace.filter(({ records }) => records.length > 1).length
    const isStamped = Math.floor(place / PARTITIONS) === TOPIC.deadLetter
    expect(ofPlace.every(({ attributes }) => attributes === (isStamped ? 8 : 0))).toBe(true)
    const stamped = ofPlace.filter(({ attributes }) => attributes === 8)
    expect(stamped.map(({ maxTimestamp }) => Number(maxTimestamp))).toEqual(
      stamped.map(({ records }) => Date.parse(envelopeOf(at(records, records.length - 1)).received_time)),
    )
  })
  expect(more).toBeGreaterThan(20)
})

test('keyed by the title, its number is the key; what is kept follows from the run alone, saved or not', () => {
  const whole = engineOf()
  const keyed = (engine: TrendingEngine): void => {
    engine.apply({ kind: 'set', key: 'keying', value: 'title' })
  }
  whole.advance(50 * SECOND)
  keyed(whole)
  whole.advance(70 * SECOND)
  const saved = whole.save()
  whole.advance(120 * SECOND)
  const again = engineOf()
  again.advance(90 * SECOND)
  again.restore(saved)
  again.advance(120 * SECOND)
  const [one, other] = [whole, again].map((engine) =>
    keptFiles(engine).map(({ segments }) => segments.map(({ log }) => Buffer.from(log).toString('base64'))),
  )
  expect(other).toEqual(one)
  const byTitle = decoded(whole)
    .slice(0, PARTITIONS)
    .flatMap(({ segments }) => segments.flatMap(({ batches }) => recordsOf(batches)).slice(-20))
    .filter((record) => Date.parse(envelopeOf(record).received_time) % 86_400_000 > 2 * 3_600_000 + 51_000)
  expect(byTitle.length).toBeGreaterThan(100)
  for (const record of byTitle)
    expect(Number.parseInt(record.key ?? '', 16)).toBe(numberIn(envelopeOf(record).payload.content_id))
})

test('of a file every record is written once, at the offset that is counted, and of a partition only a segment is held', () => {
  const begin = Date.UTC(2026, 0, 15)
  const time = (second: number): string => new Date(begin + 1_000 * second).toISOString()
  /** One user who says very much, and some others; each tenth line comes twice, each fiftieth has no device. */
  const lines = Array.from({ length: 4_000 }, (_, i) => {
    const line = JSON.stringify({
      event_id: `e${i - (i % 10 === 9 ? 1 : 0)}`,
      event_type: i % 50 === 0 ? 'browse.search' : 'playback.heartbeat',
      event_version: '2.1',
      event_time: time(i),
      user_id: i % 4 === 0 ? `usr_${1 + (i % 97)}` : 'usr_1000000',
      ...(i % 50 === 7 ? {} : { device_id: 'dev_1' }),
      device_type: 'tv',
      geo: { region: 'eu', country: 'DE' },
      payload: { content_id: `A title with a name that is long, so that little is much ${i % 5}`.repeat(3) },
    })
    return `${line}\n`
  })
  const run = new FileRun({ plan: ENVELOPE, titles: null })
  const files = new Map<string, SecondRecord[]>()
  const segments = new Map<string, number>()
  const beforeTheEnd: string[] = []
  let isOver = false
  const writer = new TopicWriter(run, (folder, { baseOffset, log }) => {
    const known = files.get(folder) ?? []
    files.set(folder, known)
    expect(baseOffset).toBe(known.length)
    expect(log.length).toBeLessThanOrEqual(2 ** 20)
    for (const record of recordsOf(secondDecode(log))) known.push(record)
    segments.set(folder, (segments.get(folder) ?? 0) + 1)
    if (!isOver) beforeTheEnd.push(folder)
  })
  run.pipeline.keeper = writer.keep
  run.push(Buffer.from(lines.join('')))
  run.finish()
  isOver = true
  writer.finish()
  const { endOffset } = run.pipeline.logs
  const ends = [...endOffset.keys()]
    .filter((place) => at(endOffset, place) > 0)
    .map((place) => [`${TOPICS[Math.floor(place / PARTITIONS)]}-${place % PARTITIONS}`, at(endOffset, place)])
  expect(new Map([...files].map(([folder, records]) => [folder, records.length]))).toEqual(
    new Map(ends as [string, number][]),
  )
  for (const records of files.values())
    expect(records.every(({ offset }, i) => Number(offset) === i)).toBe(true)
  // The one user's partition filled a segment before the file was over.
  expect(beforeTheEnd).toHaveLength(1)
  expect(segments.get(at(beforeTheEnd, 0))).toBe(2)
  const sound = lines.map((line) => JSON.parse(line) as Envelope & { readonly device_id?: string })
  const expected = sound.filter(
    (event, i) => event.device_id !== undefined && (i % 10 !== 9 || (i - 1) % 50 === 7),
  )
  const written = [...files]
    .filter(([folder]) => !folder.startsWith('events.dead_letter'))
    .flatMap(([, records]) => records)
  const told = ({ event_time: when, event_type: type, user_id: user }: Envelope): string =>
    `${Date.parse(when)} ${EVENT_TYPES.indexOf(type as never)} ${user}`
  expect(written.map((record) => told(envelopeOf(record))).toSorted()).toEqual(expected.map(told).toSorted())
  expect(run.counts.accepted - run.counts.duplicate).toBe(expected.length)
})
