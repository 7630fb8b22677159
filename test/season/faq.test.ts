import { describe, expect, it } from 'vitest'
import type { TopicFrame } from '../../src/engine/log/topic/frame.ts'
import { FAQ, QUESTIONS } from '../../src/season/data/faq.ts'
import { SOURCES } from '../../src/season/data/sources.ts'
import { inWords } from '../../src/tools/speed/numbers.ts'
import { CLAIMS } from '../../src/tools/speed/claims.ts'
import { loadOf, PRESETS } from '../../src/tools/speed/cluster.ts'
import { copyPath } from '../../src/tools/speed/copy-path.ts'
import { LAB_DEFINITIONS } from '../labs/support/found-labs.ts'
import { frameAt, numbersAt } from '../labs/support/moments.ts'
import { complaintAboutRoute, slideText } from '../support/places.ts'

/** What a test has found in runs, or on slides whose own tests hold them, of the numbers of an answer. */
type Held = readonly (string | number)[]

const routeOf = (id: string, place = 0): string =>
  QUESTIONS.find((question) => question.id === id)?.shown[place]?.route ?? `${id} is gone`

/** Words that stand on a slide, whose own test holds them to the run. */
function onSlide(slide: number, ...words: readonly string[]): Held {
  const text = slideText(slide)
  for (const one of words) expect(text, `slide ${slide}`).toContain(one)
  return words.flatMap(numbersOf)
}

/** The numbers of a text: '5,700', '2.28', '1'. */
const NUMBER = /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/g
/** Numbers that are names: of slides and episodes, versions, years, hashes. */
const NAMES = /\b(?:slide|episode|Kafka) \d+(?:\.\d+)?|\b(?:19|20)\d\d\b|[a-z]+\d+\b/gi
const numbersOf = (text: string): readonly string[] => text.replaceAll(NAMES, '').match(NUMBER) ?? []

/** What the answers say that is no result of ours: settings of the run, published figures, and what follows by hand. */
const GIVEN: Readonly<Record<string, Held>> = {
  'slide-3': ['83.3', 84, '166.7', 250, 20, '16.7', 30, 33, 60],
  'held-back': [100],
  adaptive: [50, 10, 45],
  triple: [18],
  throughput: [100],
  'commit-order': [10],
  retention: [64, 40],
  acks: [2, 1],
  'kafka-hashing': [12, 13],
  'larger-buffer': ['10,000', '8,000', 10],
  bufferbloat: ['2,000'],
  'redis-cluster': ['16,384', '7.7'],
  lateness: [10, 300, 0],
  'factor-24': [24],
  jitter: [20],
  slowest: [20],
  episodes: [1, 2, 3, 4, 5, 6, 7],
}

/** For each answer with a number of a run in it: the run, and what it says. */
const RUNS: Readonly<Record<string, () => Held>> = {
  jitter: () => {
    const of = numbersAt(routeOf('jitter'))
    expect([of('fixed', 'stalls'), of('whiteboard', 'stalls')], 'never, twice').toEqual(['0', '2'])
    return [rounded(of('fixed', 'mean')), rounded(of('whiteboard', 'mean'))]
  },
  netflix: () => {
    const of = numbersAt(routeOf('netflix'))
    expect(['fixed', 'bba', 'bola'].map((film) => of(film, 'freezes'))).toEqual(['0', '0', '0'])
    return [Number(of('call', 'frozen')).toFixed(1)]
  },
  'slide-3': () => {
    const late = (delay: number, fps: number): string =>
      numbersAt(`lab/jitter?scenario=slide3&t=0.3&fps=${fps}&delay=${delay}`)('fixed', 'late')
    expect([late(84, 30), late(83, 30), late(167, 60), late(166, 60)]).toEqual(['0', '1', '0', '1'])
    const slow = numbersAt(routeOf('slide-3', 1))
    expect(Number(slow('gate-once', 'stalls')), 'in trouble').toBeGreaterThan(10)
    expect(Number(slow('fixed', 'late')), 'in trouble').toBeGreaterThan(100)
    return []
  },
  'held-back': () => {
    const [after, end] = [numbersAt(routeOf('held-back')), numbersAt(routeOf('held-back', 1))]
    expect([after('gate-once', 'stalls'), end('gate-once', 'held')]).toEqual(['0', '0'])
    return [after('whiteboard', 'stallMs'), end('whiteboard', 'held')]
  },
  adaptive: () => {
    const of = numbersAt(routeOf('adaptive'))
    return [of('slide5-wired', 'target'), of('neteq', 'target')]
  },
  triple: () => {
    const of = numbersAt(routeOf('triple'))
    expect([Number(of('one', 'torn')) > 0, of('two', 'torn'), of('three', 'torn')]).toEqual([true, '0', '0'])
    return [String(Number(of('two', 'fps'))), of('three', 'fps')]
  },
  throughput: () => {
    const cluster = PRESETS.find(({ id }) => id === 'linkedin-2019')?.cluster
    if (cluster === undefined) throw new Error('the preset is gone')
    return [
      loadOf(cluster).recordsAPartition.toFixed(1),
      inWords(cluster.partitions).replace(/\D/g, ''),
      ...onSlide(12, '821,557', '421,823', '2,024,032'),
    ]
  },
  'hundred-times': () => [
    ...CLAIMS.filter(({ from }) => from === 'whiteboard').map(({ times }) => times.toLocaleString('en')),
    ...CLAIMS.filter(({ what }) => what.startsWith('NVMe')).map(({ times }) => times),
    ...onSlide(12, '600 MB/s', '100 kB/s', '7,450 MB/s', '5.7 GB/s'),
  ],
  tls: () =>
    [false, true].flatMap((tls) => {
      const { hops, systemCalls } = copyPath({ zeroCopy: true, tls })
      return [hops.length, systemCalls.length]
    }),
  'constant-time': () => {
    const of = numbersAt(routeOf('constant-time'))
    expect(of('ring', 'moved'), 'the ring’s none').toBe('0.0')
    const { found } = frameAt(routeOf('constant-time', 1)).frame as TopicFrame // the log's frame
    expect(found).toMatchObject({
      offset: 300,
      segmentProbes: 3,
      segments: 8,
      indexProbes: 3,
      indexEntries: 7,
    })
    return [of('list', 'moved'), 300, 3, 8, 7, found?.batchesScanned ?? Number.NaN]
  },
  slowest: () => {
    const of = numbersAt(routeOf('slowest'))
    expect(of('log-b', 'waiting'), 'nobody waits').toBe('0')
    return [of('block-a', 'waiting'), of('log-b', 'lost'), of('log-b', 'skipped')]
  },
  commit: () => {
    const route = routeOf('commit')
    const of = numbersAt(route)
    const { groups } = frameAt(route).frame as TopicFrame // the log's frame
    expect(groups[0]?.lag).toBe(groups[1]?.lag)
    const read = ['retained', 'appended', 'byTime', 'skipped'].map((measure) => of('log', measure))
    expect(of('log', 'bySize'), 'by age alone').toBe('0')
    return [groups[0]?.lag ?? Number.NaN, ...read]
  },
  'commit-order': () => {
    const of = numbersAt(routeOf('commit-order'))
    expect([of('before', 'duplicates'), of('after', 'lost')]).toEqual(['0', '0'])
    const sink = [of('idempotent', 'lost'), of('idempotent', 'duplicates')]
    expect(sink).toEqual(['0', '0'])
    return [of('before', 'lost'), of('after', 'duplicates'), ...sink]
  },
  retention: () => {
    const of = numbersAt(routeOf('retention'))
    const small = numbersAt(routeOf('retention', 1))
    expect([small('whiteboard', 'segments'), Number(small('log', 'segments')) > 0]).toEqual(['0', true])
    return [of('whiteboard', 'bytes'), of('log', 'bytes')]
  },
  acks: () => {
    const of = numbersAt(routeOf('acks'))
    expect(of('whiteboard', 'lost')).toBe(of('acks1', 'lost'))
    return [of('acks1', 'lost'), of('kafka', 'lost')]
  },
  'kafka-hashing': () => {
    const of = numbersAt(routeOf('kafka-hashing'))
    return [of('kafka', 'moved'), of('ring', 'moved'), of('kafka', 'split')]
  },
  'redis-cluster': () => {
    const of = numbersAt(routeOf('redis-cluster'))
    return [of('slots', 'moved'), of('ring', 'moved')]
  },
  'redis-lru': () => {
    const [popular, refusing] = [numbersAt(routeOf('redis-lru')), numbersAt(routeOf('redis-lru', 1))]
    expect(popular('lru', 'requests')).toBe(popular('redis', 'requests'))
    return [
      popular('redis', 'requests'),
      ...['redis', 'lru'].flatMap((lane) => [popular(lane, 'rate'), popular(lane, 'order')]),
      refusing('redis', 'evicted'),
      refusing('redis', 'refused'),
    ]
  },
  'block-or-drop': () =>
    onSlide(16, 'block 3, drop newest 1, drop oldest 2, sample 2, scale out 4', 'with care 6 of 6'),
  'larger-buffer': () => onSlide(15, 'from 32.8 s on', 'dies at 512.3 s', 'loses at 5,700 s'),
  flapping: () => onSlide(17, '1,767 times a second', '1.1 a second'),
  bufferbloat: () => {
    const of = numbersAt(routeOf('bufferbloat'))
    const seconds = (Number(of('drop-newest', 'p99').replace(',', '')) / 1_000).toFixed(2)
    return [of('drop-newest', 'lossShare'), seconds, of('codel', 'lossShare'), rounded(of('codel', 'p99'))]
  },
  views: () => {
    // The film takes two hours of run: its lab's own step is done at these numbers, and a test does it.
    const trending = LAB_DEFINITIONS.find(({ id }) => id === 'trending')
    const step = trending?.lesson('film', false).steps.find(({ id }) => id === 'film')
    const isDone = (drawn: number, corrected: number): boolean | undefined =>
      step?.isDone({ frame: { lanes: [{ of: { film: drawn } }, { of: { film: corrected } }] } } as never)
    expect([isDone(722, 1), isDone(721, 1), isDone(722, 2)]).toEqual([true, false, false])
    return [722, 1, (2 * 3_600) / 10]
  },
  'factor-24': () => {
    const of = numbersAt(routeOf('factor-24'))
    return [rounded(of('whiteboard', 'factor')), of('production', 'factor')]
  },
  lateness: () => {
    const [drawn, apart] = [numbersAt(routeOf('lateness')), numbersAt(routeOf('lateness', 1))]
    return [drawn('production', 'age'), apart('production', 'age'), apart('production', 'late')]
  },
  twice: () => {
    const [nobody, looked] = [numbersAt(routeOf('twice')), numbersAt(routeOf('twice', 1))]
    return [nobody('production', 'twice'), looked('production', 'twice')]
  },
}

const rounded = (value: string): string => String(Math.round(Number(value.replace(',', ''))))

describe('the questions', () => {
  it('are twenty to twenty-eight, each in a few sentences, with ids of their own', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(20)
    expect(QUESTIONS.length).toBeLessThanOrEqual(28)
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length)
    expect(FAQ.every(({ questions }) => questions.length >= 4)).toBe(true)
    for (const { id, answer, asks } of QUESTIONS) {
      const sentences = answer.split(/(?<=[.?!])\s+(?=[A-Z])/).length
      expect([id, sentences >= 2 && sentences <= 5, asks.endsWith('?')]).toEqual([id, true, true])
    }
  })

  it('are those of the episode’s audience, and those that its slips raise', () => {
    const ids = QUESTIONS.map(({ id }) => id)
    for (const id of ['jitter', 'throughput', 'block-or-drop', 'episodes']) expect(ids).toContain(id)
    for (const slide of [8, 9, 10, 11, 12, 13, 14])
      expect(
        QUESTIONS.some(({ slides }) => slides.includes(slide)),
        `slide ${slide}`,
      ).toBe(true)
  })

  it('lead to places that are there: labs at a moment, pages at a part', () => {
    const moments = QUESTIONS.flatMap(({ shown }) => shown.map(({ route }) => route))
    expect(moments.flatMap((route) => complaintAboutRoute(route) ?? [])).toEqual([])
    const vague = moments.filter((route) => !/[?&](t|part|episode)=/.test(route))
    expect(vague, 'no exact moment').toEqual([])
  })

  it('name sources of the list, and each source is named', () => {
    const named = QUESTIONS.flatMap(({ sources }) => sources)
    const listed = Object.values(SOURCES)
    expect(named.filter((source) => !listed.some(({ url }) => url === source.url))).toEqual([])
    expect(listed.filter(({ url }) => !named.some((source) => source.url === url))).toEqual([])
  })
})

describe('the answers', () => {
  const withNumbers = QUESTIONS.filter(({ answer }) => numbersOf(answer).length > 0)

  it.each(withNumbers.map(({ id, answer }) => [id, answer]))(
    '%s: each number is that of its run',
    (id, answer) => {
      const told = numbersOf(answer)
      const held = (RUNS[id]?.() ?? []).map(String)
      const given = (GIVEN[id] ?? []).map(String)
      expect(
        told.filter((number) => ![...held, ...given].includes(number)),
        'nobody holds them',
      ).toEqual([])
      expect(
        held.filter((number) => !told.includes(number)),
        'the runs say otherwise',
      ).toEqual([])
    },
  )

  it('are asked for by a question', () => {
    const ids = new Set(QUESTIONS.map(({ id }) => id))
    expect([...Object.keys(RUNS), ...Object.keys(GIVEN)].filter((id) => !ids.has(id))).toEqual([])
  })
})
