import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RULE } from '../../../../src/engine/ingest/codes.ts'
import { DEAD_LETTER_RULES, LINE_RULE } from '../../../../src/engine/ingest/json/codes.ts'
import { DeadLetters, type DeadLetter } from '../../../../src/engine/ingest/json/dead-letters.ts'
import { at } from '../../../../src/shared/assert.ts'
import { importAll, SAMPLE } from './support.ts'

const letter = (rule: number, line: number): Omit<DeadLetter, 'number' | 'text'> => ({
  line,
  rule,
  column: null,
  isCut: false,
  receivedMs: 0,
})

describe('dead letters', () => {
  it('are all counted, kept up to their limits, and none is lost from the count when some are sent again', () => {
    const action = fc.record({
      rule: fc.integer({ min: 1, max: DEAD_LETTER_RULES.length - 1 }),
      size: fc.nat(30),
      settles: fc.boolean(),
    })
    const limits = { perRule: 3, textPerRule: 40 }
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const letters = new DeadLetters(limits)
        const counts = DEAD_LETTER_RULES.map(() => 0)
        let sent = 0
        actions.forEach(({ rule, size, settles }, i) => {
          letters.add(letter(rule, i + 1), size, () => 'x'.repeat(size))
          counts[rule] = at(counts, rule) + 1
          const oldest = letters.list()[0]
          const isThere = settles && oldest !== undefined
          const number = isThere ? oldest.number : -1
          expect([letters.settle(number), letters.settle(number)]).toEqual([isThere, false])
          if (isThere) sent += 1
          const kept = letters.list()
          expect(letters.seen).toBe(i + 1)
          expect(letters.sentAgain).toBe(sent)
          expect(letters.notKept + kept.length + sent).toBe(letters.seen)
          for (let one = 0; one < DEAD_LETTER_RULES.length; one++) {
            const ofRule = letters.list(one)
            expect(ofRule.length).toBeLessThanOrEqual(limits.perRule)
            const text = ofRule.reduce((sum, { text: words }) => sum + words.length, 0)
            expect(text <= limits.textPerRule || ofRule.length === 1).toBe(true)
          }
        })
        expect(letters.counts).toEqual(counts)
        // Room that there is, is used: the first letter of a rule is always there to be seen.
        const unseen = counts.filter((count, rule) => count > 0 && letters.list(rule).length === 0)
        expect(sent === 0 ? unseen : []).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('of one rule take no room from another', () => {
    const letters = new DeadLetters({ perRule: 2, textPerRule: 100 })
    for (let i = 0; i < 1_000; i++) letters.add(letter(LINE_RULE.notJson, i), 10, () => 'y'.repeat(10))
    letters.add(letter(RULE.userMissing, 1_000), 10, () => 'here')
    expect(letters.list(RULE.userMissing).map(({ text }) => text)).toEqual(['here'])
    expect(letters.notKept).toBe(998)
  })
})

describe('sent again', () => {
  const broken = { ...SAMPLE, user_id: '' }
  const old = {
    ...SAMPLE,
    event_time: '2026-01-10T00:00:00Z',
    received_time: '2026-01-10T00:00:00Z',
    event_id: 'later',
  }

  it('a mended line is judged as of when it came, received now, and is no dead letter any more', () => {
    const { source, rows, rules } = importAll([broken, old].map((event) => JSON.stringify(event)).join('\n'))
    const [first] = source.deadLetters.list()
    if (first === undefined) throw new Error('no letter')
    expect(first.rule).toBe(RULE.userMissing)
    const before = rows.length
    // Mended badly first.
    expect(source.sendAgain(first, '{"event_id":')).toBe(LINE_RULE.notJson)
    expect(
      source.sendAgain(first, JSON.stringify({ ...broken, user_id: 'usr_1', device_type: 'fridge' })),
    ).toBe(RULE.deviceType)
    expect(rows).toHaveLength(before)
    expect(source.deadLetters.list()).toHaveLength(1)
    // A text area breaks lines; JSON does not mind.
    const mended = JSON.stringify({ ...SAMPLE, user_id: 'usr_1' }, null, 2)
    expect(source.sendAgain(first, mended)).toBe(0)
    const row = at(rows, rows.length - 1)
    expect([row[2], rules.at(-1)]).toEqual([1, 0])
    // It comes nine days late, and its clock is as far off as it was.
    const now = at(at(rows, 1), 8)
    expect(row[8]).toBe(now)
    expect((row[8] ?? 0) - (row[7] ?? 0)).toBe(0)
    expect(row[6]).toBe(at(at(rows, 0), 6))
    expect(source.deadLetters.list()).toEqual([])
    expect(source.deadLetters).toMatchObject({ seen: 1, sentAgain: 1, notKept: 0 })
    expect(source.counts).toMatchObject({ accepted: 2, records: 3 })
  })

  it('what was too old stays too old', () => {
    const text = [{ ...SAMPLE, event_time: '2025-12-20T00:00:00Z' }, old].map((event) =>
      JSON.stringify(event),
    )
    const { source } = importAll(text.join('\n'), { clock: 'trust' })
    const [first] = source.deadLetters.list()
    if (first === undefined) throw new Error('no letter')
    expect(source.sendAgain(first, first.text)).toBe(RULE.tooOld)
    expect(source.sendAgain(first, JSON.stringify(SAMPLE))).toBe(0)
  })
})
