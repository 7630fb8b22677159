import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEAD_LETTER_RULES } from '../../../../src/engine/ingest/json/codes.ts'
import { FileRun, type FileCounts } from '../../../../src/engine/ingest/json/file-run.ts'
import { withValue } from '../../../../src/engine/ingest/json/locate.ts'
import { ENVELOPE } from '../../../../src/engine/ingest/json/plan.ts'
import { countOf } from '../../../../src/engine/ingest/sketches/merge.ts'
import { EPOCH, SAMPLE } from './support.ts'

/** Event `n`, a second after the one before; `lateS` seconds late. */
const event = (n: number, lateS = 0, more: object = {}): string =>
  JSON.stringify({
    ...SAMPLE,
    event_id: `e${n}`,
    event_type: 'playback.heartbeat',
    event_time: new Date(EPOCH + (n - lateS) * 1_000).toISOString(),
    received_time: new Date(EPOCH + n * 1_000).toISOString(),
    user_id: `usr_${1 + (n % 40)}`,
    payload: { content_id: 'mov_7' },
    ...more,
  })

function run(lines: readonly string[], titles: number | null = 20) {
  const written: string[] = []
  const file = new FileRun({ plan: ENVELOPE, titles })
  file.onEvent = (line) => written.push(line)
  file.push(new TextEncoder().encode(lines.join('\n')))
  const finished = file.finish()
  return { file, finished, written }
}

function expectLaws({
  lines,
  blank,
  received,
  accepted,
  rejected,
  rejectedBy,
  unique,
  duplicate,
  onTime,
  late,
  tooLate,
}: FileCounts): void {
  expect(received).toBe(lines - blank)
  expect(received).toBe(accepted + rejected)
  expect(rejected).toBe(rejectedBy.reduce((sum, count) => sum + count, 0))
  expect(accepted).toBe(unique + duplicate)
  expect(unique).toBe(onTime + late + tooLate)
}

describe('a run of a file', () => {
  it('accounts for every line, whatever is in it and whatever is sent again, and in what order', () => {
    const line = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.nat(30), fc.constantFrom(0, 0, 20, 200, 4_000))
          .map(([n, late]) => event(n, late)),
      },
      fc.nat(30).map((n) => event(n, 0, { device_type: 'fridge' })),
      fc.nat(30).map((n) => event(n, 0, { event_type: 'browse.search', payload: { content_id: 'mov_99' } })),
      fc.constantFrom('', '  ', '{"half":', '[]', 'no', '{}'),
    )
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 20 }),
        (lines, replays) => {
          const { file, written } = run(lines)
          expectLaws(file.counts)
          expect(written).toHaveLength(file.counts.accepted)
          for (const [place, mends] of replays) {
            const letters = file.source.deadLetters.list()
            const letter = letters[place % Math.max(1, letters.length)]
            if (letter === undefined) break
            const before = file.counts
            const text = mends ? (withValue(letter.text, 'device_type', 'tv') ?? event(place)) : letter.text
            const rule = file.replay(letter, text)
            file.settle()
            const { accepted, rejected, replayed } = file.counts
            const step = rule === 0 ? 1 : 0
            expect([accepted, rejected, replayed]).toEqual([
              before.accepted + step,
              before.rejected - step,
              before.replayed + step,
            ])
            expectLaws(file.counts)
          }
        },
      ),
      { numRuns: 20 },
    )
  }, 60_000)

  it('puts what was mended on the board, and tells who of the title is in its sketch', () => {
    const good = Array.from({ length: 60 }, (_, n) => event(n))
    const bad = Array.from({ length: 60 }, (_, n) =>
      event(60 + n, 0, { user_id: `usr_${100 + n}`, device_type: 'fridge' }),
    )
    const { file } = run([...good, ...bad])
    expect(file.board?.rows.map(({ title, viewers_1h }) => [title, viewers_1h])).toEqual([['mov_7', 40]])
    const letters = [...file.source.deadLetters.list()]
    expect(letters.map(({ rule }) => DEAD_LETTER_RULES[rule]?.name)).toEqual(bad.map(() => 'device-type'))
    for (const letter of letters)
      expect(file.replay(letter, withValue(letter.text, 'device_type', 'tv') ?? '')).toBe(0)
    file.settle()
    expect(file.counts).toMatchObject({ received: 120, accepted: 120, rejected: 0, replayed: 60 })
    expect(file.board?.rows[0]?.viewers_1h).toBe(100)
    expect(file.drawnBoard?.rows[0]?.viewers_1h).toBe(100)
    const { sketches } = file.sketches()
    expect(sketches.map(({ name, windowMinutes, precision }) => [name, windowMinutes, precision])).toEqual([
      ['mov_7', 60, 12],
      ['mov_7', 1_440, 12],
    ])
    // 100 among 4,096 registers: a few fall together, and the estimate knows.
    for (const sketch of sketches) expect(Math.round(countOf(sketch))).toBe(100)
  })

  it('tells velocities and ranks against the board before the last, also after something was sent again', () => {
    const rising = Array.from({ length: 240 }, (_, n) => event(n, 0, { user_id: `usr_${1 + n}` }))
    const { file } = run([...rising, event(240, 0, { device_type: 'fridge' })])
    const told = () => file.board?.rows.map((row) => [row.rank_before, row.velocity_per_minute])
    const before = told()
    expect(before).toEqual([[1, expect.any(Number)]])
    expect(before?.[0]?.[1]).toBeGreaterThan(0.05)
    const [letter] = file.source.deadLetters.list()
    if (letter === undefined) throw new Error('no letter')
    // The same viewer as one of them: no number of the board changes.
    expect(file.replay(letter, event(240, 0, { user_id: 'usr_1', event_id: 'e0' }))).toBe(0)
    file.settle()
    expect(told()).toEqual(before)
  })

  it('of an empty file is empty, and has no board', () => {
    const { file, finished } = run([])
    expect(finished.ok).toBe(true)
    expectLaws(file.counts)
    expect([file.counts.lines, file.board, file.sketches().sketches]).toEqual([0, null, []])
  })
})
