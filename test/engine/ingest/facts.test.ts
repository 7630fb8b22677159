import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  VERSIONS,
  COUNTRIES,
  CONTINENTS,
  EVENT_TYPES,
  PARTITIONS,
  REGIONS,
} from '../../../src/engine/ingest/codes.ts'
import {
  LATENESS_BUCKETS,
  TOPICS,
  TOPIC_OF_TYPE,
  TYPE_NEEDS_TITLE,
} from '../../../src/engine/ingest/codes.ts'
import { Collectors } from '../../../src/engine/ingest/collector.ts'
import { HEARTBEAT_MS, TICK_MS, usualConfig } from '../../../src/engine/ingest/config.ts'
import { appetite } from '../../../src/engine/ingest/population/people.ts'
import {
  drawnScore,
  FEWEST,
  UNKNOWN_BASELINE,
  velocityPerMinute,
} from '../../../src/engine/ingest/score/formulas.ts'
import { bucketOf } from '../../../src/engine/ingest/windows/lateness.ts'
import { batchOf } from './support.ts'

/**
 * Every finding of the project's fact sheet about ingestion and trending (Y: what is wrong in the seeds; C: what they ask
 * for; T: public values), and what holds it: a check here, or the test of that title; or why there is no number to hold.
 */
type Held = (() => void) | { readonly file: string; readonly title: string } | { readonly words: string }

const by = (file: string, title: string): Held => ({ file, title })
const words = (reason: string): Held => ({ words: reason })

const CONFIG = usualConfig(1, 10_000_000, 50_000)
const LAKE = words('sizes of the lake and of its tables, which this pipeline does not fill')
const NIGHTLY = words('nightly jobs; here the same is told by panes that fire, fire again and close')
const VENDOR = words('what a product does with the design on the whiteboard; nothing of it is modelled')
const CLIENT = words('a fragment in another language whose library calls are not modelled')

const SQL = 'sql/recount.test.ts'
const COUNTS = by(SQL, 'received, accepted, rejected by rule, unique, duplicate, on time, late, too late')
const PARTS = by(SQL, 'by region, by type, by lateness, and each of the 300 partitions')
const MINUTES = by(SQL, 'every minute that closed: its events, and the starts and the presence of each title')
const DRAWN_SQL = by(
  SQL,
  'as drawn: views of every event that is not five minutes late, in five buckets of lateness',
)
const RULES_TEST = by('record.test.ts', 'each rule is broken by what it names, and by nothing less')
const MIX = by(
  'population.test.ts',
  'an event a viewer every ten seconds, in the stated mix of types and devices',
)
const CRASH = by('collector.test.ts', 'a crash loses acknowledged events as drawn')
const FRESH = by(
  'score.test.ts',
  'an hourly tumbling window behind a watermark of 5 minutes is up to 65 minutes old (Y36)',
)
const CONTROLS = by('windows.test.ts', 'the watermark postpones what is first told; the lateness decides')
const BUCKETS = by('windows.test.ts', 'lateness falls into five buckets, and one for the future')
const SPIKE = by('score.test.ts', 'as drawn the spike factor is 24 for ever')

const typesOf = (domain: string): number => EVENT_TYPES.filter((type) => type.startsWith(`${domain}.`)).length

const REGISTER: Readonly<Record<string, Held>> = {
  C23: words('which store serves which query'),
  C24: words('what a schema is needed for'),
  C25: by('json/envelope.test.ts', 'as it is drawn is accepted: an id of any form'),
  C26: () => expect(['playback', 'quality', 'browse', 'session'].map(typesOf)).toEqual([7, 4, 4, 2]),
  C27: () => expect(VERSIONS).toEqual(['1.0', '2.0', '2.1']),
  C28: () => {
    // Ten million viewers are 200,000 events a second for each of five regions, 10,000 for each of 20 collectors (Y20).
    const { perRegion } = CONFIG.collector
    const each = (CONFIG.population.viewers * 1_000) / HEARTBEAT_MS / REGIONS.length
    expect([each, each / perRegion, perRegion, PARTITIONS]).toEqual([200_000, 10_000, 20, 50])
  },
  C29: () => expect([CONFIG.collector.batchSize, TICK_MS]).toEqual([100, 100]),
  C30: by('ingest.test.ts', 'received = accepted + rejected, accepted = unique + duplicate'),
  C31: () => expect(new Set(COUNTRIES.map(({ continent }) => CONTINENTS[continent])).size).toBe(6),
  C32: PARTS,
  C33: by('score.test.ts', 'what is usual for a title follows from how long it is'),
  C34: by(SQL, 'boards on the way and final ones: the starts and the viewers of the hour that they say'),
  C35: () => expect([FEWEST, UNKNOWN_BASELINE, CONFIG.windows.boardEveryMs]).toEqual([10, 1_000, 30_000]),
  C36: MINUTES,
  C37: VENDOR,
  C38: by('population.test.ts', 'late events with their own time'),
  C39: words('whom late data harms'),
  C40: by('ingest.test.ts', 'a crash loses nothing where only what is in the log is acknowledged'),
  C41: RULES_TEST,
  C42: by('score.test.ts', 'an hour is told early, when the watermark has passed it, and when it has closed'),
  C43: DRAWN_SQL,
  C44: BUCKETS,
  C45: MINUTES,
  C46: NIGHTLY,
  Y1: MIX,
  Y2: () => {
    // Four hours at a million a second, eight at half of it, twelve at a fifth: not 50 but 37.44 thousand million a day.
    const perSecond = Array.from({ length: 24 }, (_, hour) => 200_000 * appetite(hour))
    expect([Math.max(...perSecond), perSecond.reduce((sum, rate) => sum + rate * 3_600, 0)]).toEqual([
      1e6, 37.44e9,
    ])
  },
  Y3: words('whether the seed’s totals are plausible; the population has the mix, not the totals'),
  Y4: LAKE,
  Y5: LAKE,
  Y6: LAKE,
  Y7: LAKE,
  Y8: LAKE,
  Y9: words('bytes of an event as JSON; a record of ours is 48 bytes whatever is in it'),
  Y10: MIX,
  Y11: words('the brokers’ load; regions’ evenings, which it asks for, are in population.test.ts'),
  Y12: words('two figures that agree'),
  Y13: () => expect(EVENT_TYPES.every((type) => /^[a-z]+\.[a-z_]+$/.test(type))).toBe(true),
  Y14: () => {
    expect(EVENT_TYPES).toContain('playback.abandoned')
    const topics = new Set(TOPIC_OF_TYPE.map((topic) => TOPICS[topic]))
    expect(topics).toEqual(new Set(['events.playback', 'events.browse', 'events.quality', 'events.session']))
  },
  Y15: RULES_TEST,
  Y16: by('json/names.test.ts', 'names get different 64 bits'),
  Y17: by('json/envelope.test.ts', 'of version 1.0 has no experiments, of 2.0 it has; 3.0 is unknown'),
  Y18: () => {
    const without = EVENT_TYPES.filter((_, type) => TYPE_NEEDS_TITLE[type] === false)
    expect(without).toEqual(['browse.search', 'browse.page_viewed', 'session.started', 'session.ended'])
  },
  Y19: by('json/read-time.test.ts', 'is read and written as Date does'),
  Y20: () => {
    const { perRegion } = CONFIG.collector
    expect(CONFIG.population.viewers / 10 / (REGIONS.length * perRegion)).toBe(10_000)
  },
  Y21: CRASH,
  Y22: by('collector.test.ts', 'without a timer 50 of 10,050 events stay behind when the traffic stops'),
  Y23: by(
    'collector.test.ts',
    'as drawn, the first event after 100 idle milliseconds goes off as a batch of its own',
  ),
  Y24: () => {
    const collectors = new Collectors({ ...CONFIG.collector, perRegion: 1 })
    for (let tick = 0; tick < 20; tick++) {
      const times = Array.from({ length: 777 }, (_, i) => ({
        id: 777 * tick + i + 1,
        time: 100 * tick + i / 10,
      }))
      collectors.take(batchOf(times), tick)
      collectors.endTick(tick)
    }
    // What a collector holds is bounded by its batch: seven full ones a tick, and the rest when the timer rings.
    expect(collectors.counts).toMatchObject({ batches: 8 * 20, full: 7 * 20, passed: 777 * 20 })
    expect(collectors.tally.list()).toHaveLength(0)
  },
  Y25: CLIENT,
  Y26: words('linger and batch size of a producer, which the log engine has; here a batch is an append'),
  Y27: by('ingest.test.ts', 'within the horizon, what was put in is what is found: duplicates, broken rules'),
  Y28: PARTS,
  Y29: by('windows.test.ts', 'events that come twice inflate views as drawn'),
  Y30: by('windows.test.ts', 'a film of two hours is 722 views as drawn, and one'),
  Y31: SPIKE,
  Y32: by('score.test.ts', 'as drawn a title of 100 viewers beats one of 52,000'),
  Y33: by('score.test.ts', 'the shrunk lift puts them in the intended order'),
  Y34: () => {
    // A title of a category that nobody knows, beside the same in one whose titles have 50,000.
    const unknown = drawnScore(5_000, 120_000, 5_000, UNKNOWN_BASELINE).score
    expect(unknown / drawnScore(5_000, 120_000, 5_000, 50_000).score).toBe(50)
  },
  Y35: by('score.test.ts', 'the percentile as drawn is CUME_DIST, not PERCENT_RANK'),
  Y36: FRESH,
  Y37: CONTROLS,
  Y38: MINUTES,
  Y39: () => {
    // An absolute change of 2,000 viewers taken for a velocity multiplies by 1,001; as a share it is a fifth a minute.
    expect(1 + 0.5 * 2_000).toBe(1_001)
    expect(velocityPerMinute(12_000, 10_000, 1)).toBe(0.2)
  },
  Y40: VENDOR,
  Y41: by('ingest.test.ts', 'a title that becomes viral and one that comes out get to the top; bots do not'),
  Y42: VENDOR,
  Y43: VENDOR,
  Y44: by('windows.test.ts', 'a film of two hours is 722 views as drawn, and one'),
  Y45: PARTS,
  Y46: RULES_TEST,
  Y47: NIGHTLY,
  Y48: COUNTS,
  Y49: NIGHTLY,
  Y50: NIGHTLY,
  Y51: NIGHTLY,
  Y52: BUCKETS,
  Y53: NIGHTLY,
  Y54: () => {
    // Three hours without a network, an event every ten seconds, all delivered on landing.
    const lateness = Array.from({ length: 1_080 }, (_, i) => HEARTBEAT_MS * (i + 0.5))
    const share = (of: readonly string[]): number =>
      (100 * lateness.filter((late) => of.includes(LATENESS_BUCKETS[bucketOf(late)] ?? '')).length) / 1_080
    expect(Math.abs(share(['<1min', '1-5min']) - 2.7)).toBeLessThan(0.1)
    expect(Math.abs(share(['5-60min']) - 30.6)).toBeLessThan(0.1)
    expect(Math.abs(share(['1-24hr']) - 66.7)).toBeLessThan(0.1)
    expect(lateness.reduce((sum, late) => sum + late, 0) / 1_080 / 3_600_000).toBe(1.5)
  },
  T11: by('sketches.test.ts', 'the standard errors of precisions 10 to 17 (facts T11)'),
  T12: by(SQL, 'the watermark, and how often each minute was told'),
}

const range = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`)

describe('every finding about ingestion and trending', () => {
  it('is in the register, and nothing else is', () => {
    const all = [...range('C', 23, 46), ...range('Y', 1, 54), 'T11', 'T12']
    expect(Object.keys(REGISTER).sort()).toEqual(all.sort())
  })

  const all = Object.entries(REGISTER)

  it.each(all.filter(([, held]) => typeof held === 'function'))('%s holds', (_, held) => {
    expect.hasAssertions()
    if (typeof held === 'function') held()
  })

  it.each(all.filter(([, held]) => 'file' in held))('%s has its test', (_, held) => {
    if (typeof held === 'function' || !('file' in held)) return
    expect(readFileSync(join(import.meta.dirname, held.file), 'utf8')).toContain(held.title)
  })

  it('has a reason where there is no number to hold', () => {
    const reasons = all.flatMap(([, held]) =>
      typeof held === 'object' && 'words' in held ? [held.words] : [],
    )
    expect(reasons.filter((reason) => reason.length < 20)).toEqual([])
  })
})
