import { gzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { RULE } from '../../src/engine/ingest/codes.ts'
import { LINE_RULE } from '../../src/engine/ingest/json/codes.ts'
import { readSketches } from '../../src/engine/ingest/sketches/bytes.ts'
import type { Outcome } from '../../src/shared/outcome.ts'
import { mappingOf } from '../../src/events/draft.ts'
import type { Summary } from '../../src/events/protocol.ts'
import { EventsHost } from '../../src/events/worker/host.ts'
import { EPOCH, SAMPLE } from '../engine/ingest/json/support.ts'
import { secondDecode, type SecondRecord } from '../support/second-decoder.ts'

const nothing = (): void => {}
function good<T>(answer: Outcome<T>): T {
  if (!answer.ok) throw new Error(answer.problem.what)
  return answer.value
}
/** Records in an archive of segments, topic by topic, as an independent reader has them. */
async function recordsIn(archive: Blob): Promise<Readonly<Record<string, readonly SecondRecord[]>>> {
  const found: Record<string, SecondRecord[]> = {}
  for (const [path, bytes] of Object.entries(unzipSync(new Uint8Array(await archive.arrayBuffer())))) {
    const [, topic = '', kind] = /^events\.(\w+)-\d+\/\d{20}\.(log|index|timeindex)$/.exec(path) ?? []
    expect(topic, path).not.toBe('')
    if (kind !== 'log') continue
    const records = (found[topic] ??= [])
    for (const batch of secondDecode(bytes)) for (const record of batch.records) records.push(record)
  }
  return found
}
const countsIn = async (archive: Blob): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(Object.entries(await recordsIn(archive)).map(([topic, { length }]) => [topic, length]))
function expectLaws({ counts }: Summary): void {
  expect(counts.received).toBe(counts.accepted + counts.rejected)
  expect(counts.accepted).toBe(counts.unique + counts.duplicate)
  expect(counts.unique).toBe(counts.onTime + counts.late + counts.tooLate)
}
const event = (n: number, more: object = {}): string =>
  JSON.stringify({
    ...SAMPLE,
    event_id: `e${n}`,
    user_id: `usr_${n + 1}`,
    event_type: 'playback.heartbeat',
    event_time: new Date(EPOCH + n * 1_000).toISOString(),
    received_time: new Date(EPOCH + n * 1_000).toISOString(),
    ...more,
  })

describe('a file of events', () => {
  it('is run, its dead letters mended one by one or a rule at once, and what came of it is kept', async () => {
    const lines = Array.from({ length: 40 }, (_, n) =>
      event(n, n < 30 ? {} : n < 35 ? { device_type: 'fridge' } : { geo: { region: 'atlantis' } }),
    )
    const file = new Blob([gzipSync([...lines, '{"half":', event(40, { payload: {} })].join('\n'))])
    const host = new EventsHost()
    const summary = good(await host.run(file, null, nothing))
    expectLaws(summary)
    expect(summary).toMatchObject({
      isGzip: true,
      problem: null,
      counts: { received: 42, accepted: 30, rejected: 12 },
    })
    expect(summary.stages.map(({ stage }) => stage)).toContain('windows')

    // Page by page, and where in the line it is wrong.
    const all = good(host.letters(null, 10, 25))
    expect([all.total, all.rows.map(({ line }) => line)]).toEqual([12, [41, 42]])
    const [half, titleless] = all.rows
    const detail = (number = 0) => good(host.letter(number))
    expect(detail(half?.number)).toMatchObject({
      rule: LINE_RULE.notJson,
      path: null,
      span: { from: 8, isMissing: true },
    })
    const missing = detail(titleless?.number)
    expect(missing).toMatchObject({
      rule: RULE.titleMissing,
      path: 'payload.content_id',
      span: { isMissing: true },
    })
    expect(missing?.text[(missing.span?.from ?? 0) - 1]).toBe('{')

    // One: badly, then well.
    const number = half?.number ?? 0
    const bad = good(host.replay({ number }, new Map([[number, '{}']])))
    expect([bad.sent, bad.still]).toEqual([0, [{ number, rule: RULE.idMissing }]])
    const one = good(host.replay({ number }, new Map([[number, event(60)]])))
    expect([one.sent, one.summary.counts.rejected]).toEqual([1, 11])
    expectLaws(one.summary)
    // A rule's, with the same value in each.
    const fridges = good(host.replayWith(RULE.deviceType, 'tv'))
    expect([fridges.sent, fridges.still, fridges.summary.counts.accepted]).toEqual([5, [], 36])
    // A rule's, of which one was mended: the others still break it.
    const atlantis = good(host.letters(RULE.region, 0, 25)).rows
    const first = atlantis[0]?.number ?? 0
    const some = good(host.replay({ rule: RULE.region }, new Map([[first, event(35)]])))
    expect([some.sent, some.still.length]).toEqual([1, 4])
    expectLaws(some.summary)
    expect(some.summary.counts).toMatchObject({ received: 42, accepted: 37, rejected: 5, replayed: 7 })
    expect(some.summary.board?.rows.map(({ title }) => title)).toEqual(['mov_789'])
    // Two of 37 may share a register of 4,096.
    const viewers = some.summary.board?.rows[0]?.viewers_1h ?? 0
    expect(Math.abs(viewers - 37)).toBeLessThanOrEqual(1)

    // What is kept: events that can be run again, dead letters, boards, sketches.
    const written = await good(await host.events(nothing)).text()
    const again = good(await new EventsHost().run(new Blob([written]), null, nothing))
    expect(again.counts).toMatchObject({ received: 37, accepted: 37, rejected: 0 })
    const segments = await recordsIn(good(await host.segments(nothing)))
    // Five were mended by the rule, one of another; a line that is no JSON was never in a topic.
    expect(segments['dead_letter']).toHaveLength(11)
    const values = (segments['playback'] ?? []).map(({ value }) => Buffer.from(value ?? '', 'hex').toString())
    expect(values.toSorted()).toEqual(written.trim().split('\n').toSorted())
    const dead = (await good(host.deadLetters()).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { rule: string })
    expect(dead.map(({ rule }) => rule)).toEqual(['region', 'region', 'region', 'region', 'title-missing'])
    expect(good(host.board('corrected', 'csv'))).toMatch(/^rank,title,.*\n1,mov_789,/)
    expect(JSON.parse(good(host.board('drawn', 'json')))).toMatchObject({ rows: [{ title: 'mov_789' }] })
    const sketches = good(host.sketches())
    expect(good(readSketches(sketches)).sketches.map(({ name }) => name)).toEqual(['mov_789', 'mov_789'])
    const merged = good(await host.merge(new Blob([sketches as BlobPart])))
    // What is merged with itself stays what it is.
    for (const { here, there, union } of merged.rows)
      expect([here, union].map((count) => Math.round(count ?? 0))).toEqual(
        [viewers, viewers].map(() => Math.round(there)),
      )
    expect(merged.rows.map(({ there }) => Math.round(there))).toEqual([viewers, viewers])
    const refused = await host.merge(new Blob(['no sketches at all, but text of some length']))
    expect(refused).toMatchObject({ ok: false, problem: { what: expect.stringContaining('MLHL') } })
  })

  it('run again has what was mended in its place: on time, and on the board', async () => {
    // An hour goes by behind the broken lines: their minute has closed long since.
    const lines = [
      ...Array.from({ length: 20 }, (_, n) => event(n, { device_type: 'fridge' })),
      ...Array.from({ length: 20 }, (_, n) => event(1_800 + n)),
    ]
    const host = new EventsHost()
    good(await host.run(new Blob([lines.join('\n')]), null, nothing))
    const { summary } = good(host.replayWith(RULE.deviceType, '"tv"'))
    expect(summary.counts).toMatchObject({ accepted: 40, rejected: 0, replayed: 20, tooLate: 20 })
    // Sent again they are too late; run again they are where they belong.
    const sentAgain = await countsIn(good(await host.segments(nothing)))
    expect(sentAgain).toEqual({ playback: 40, late: 20, dead_letter: 20 })
    const again = good(await host.runAgain(nothing))
    expectLaws(again)
    expect(await countsIn(good(await host.segments(nothing)))).toEqual({ playback: 40 })
    expect(again).toMatchObject({
      mended: 20,
      counts: { received: 40, accepted: 40, replayed: 0, onTime: 40, tooLate: 0 },
    })
    const written = (await good(await host.events(nothing)).text()).trim().split('\n')
    expect(written.map((line) => (JSON.parse(line) as { device_type: string }).device_type)).toEqual([
      ...Array.from({ length: 20 }, () => 'tv'),
      ...Array.from({ length: 20 }, () => 'mobile'),
    ])
  })

  it('of other columns is mapped as it was guessed, previewed, and run', async () => {
    const host = new EventsHost()
    const clicks = host.sample('clicks')
    const found = good(await host.probe(clicks, null))
    const mapping = JSON.stringify(mappingOf(found.draft))
    const preview = good(await host.preview(clicks, mapping))
    expect(preview.accepted).toBeGreaterThan(1_000)
    expect(preview.broken.map(({ rule }) => rule)).toContain(RULE.userMissing)
    expect(JSON.parse(preview.first ?? '')).toMatchObject({ device_type: 'tv' })
    const summary = good(await host.run(clicks, mapping, nothing))
    expectLaws(summary)
    expect(summary.board?.rows[0]?.title).toMatch(/^Title \d+, /)
    expect(summary.board?.rows[0]?.viewers_1h).toBeGreaterThan(20)
    const letter = good(host.letters(RULE.userMissing, 0, 1)).rows[0]
    const detail = good(host.letter(letter?.number ?? 0))
    // The second cell, empty, between two commas.
    expect(detail).toMatchObject({ path: 'visitor', span: { isMissing: true } })
    expect(detail?.text.slice((detail.span?.from ?? 0) - 1, (detail.span?.from ?? 0) + 1)).toBe(',,')
    expect(good(host.replayWith(RULE.userMissing, 'somebody')).still).toEqual([])
    const broken = await host.run(clicks, '{"format":"csv"}', nothing)
    expect(broken).toMatchObject({ ok: false })
  })

  it('that is stopped counts as far as it was read', async () => {
    const host = new EventsHost()
    let pieces = 0
    const text = `${Array.from({ length: 200 }, (_, n) => event(n)).join('\n')}\n`
    const file = Object.assign(new Blob([]), {
      // An endless file.
      stream: () =>
        new ReadableStream({
          pull: (to) => (to.enqueue(new TextEncoder().encode(text)), void (pieces += 1)),
        }),
    })
    const summary = good(await host.run(file, null, () => host.stop()))
    expect(summary.problem).toBe('it was stopped')
    expect(summary.counts.received).toBeGreaterThanOrEqual(200)
    expect(summary.counts.lines).toBeLessThanOrEqual(200 * pieces)
    expectLaws(summary)
  })
})

it('two sketches merged are the sketch of the union, and their error is within the bound they state', () => {
  const host = new EventsHost()
  for (const [a, b] of [
    [10, 1_000],
    [1_000, 1_000_000],
    [10, 10],
  ] as const)
    for (const precision of [10, 14]) {
      const { union, isSame, standardError } = host.bench({ precision, a, b, shared: a / 2 })
      expect(isSame).toBe(true)
      expect(union.exact).toBe(a / 2 + b)
      expect(Math.abs(union.estimate / union.exact - 1)).toBeLessThan(4 * standardError)
    }
})
