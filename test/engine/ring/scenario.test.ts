import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { readParamValue } from '../../../src/shared/params.ts'
import type { RingCommand } from '../../../src/engine/ring/config.ts'
import type { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import { RING_SETTINGS } from '../../../src/engine/ring/settings.ts'
import { createRingEngine, simulation } from '../../../src/labs/ring/scenario.ts'
import { RING_SCENARIOS } from '../../../src/labs/ring/scenarios.ts'
import { anyCommand, anyGiven, anySeed, createRun, listOf, ringOf, runWith } from './support.ts'

type ScenarioId = (typeof RING_SCENARIOS)[number]['id']

function finishedScenario(id: ScenarioId): RingEngine {
  const scenario = RING_SCENARIOS.find((one) => one.id === id)
  const { seed, params } = scenario ?? at(RING_SCENARIOS, 0)
  const engine = createRingEngine({ scenario: id, seed, params, attachment: null })
  engine.advance(engine.extent)
  return engine
}

describe('commands as tokens', () => {
  it('come back as they were, from a token and from JSON', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        const token = simulation.printCommand(command)
        expect(token).toMatch(/^[\w.-]+$/)
        expect(simulation.parseCommand(token)).toEqual({ ok: true, value: command })
        expect(simulation.readCommand(JSON.parse(JSON.stringify(command)))).toEqual({
          ok: true,
          value: command,
        })
      }),
      { numRuns: 300 },
    )
  })

  it.each<[RingCommand, string]>([
    [{ kind: 'push' }, 'push'],
    [{ kind: 'pop' }, 'pop'],
    [{ kind: 'pause-consumer', paused: true }, 'pause.on'],
    [{ kind: 'pause-consumer', paused: false }, 'pause.off'],
    [{ kind: 'set', key: 'consume', value: 7.5 }, 'set.consume.7.5'],
    [{ kind: 'set', key: 'overflow', value: 'overwrite-oldest' }, 'set.overflow.overwrite-oldest'],
  ])('%o is %s', (command, token) => {
    expect(simulation.printCommand(command)).toBe(token)
  })

  it('are refused, never thrown at, when they make no sense; what is accepted prints and parses again', () => {
    const words = fc.constantFrom(
      'push',
      'pop',
      'pause',
      'set',
      'on',
      'produce',
      'overflow',
      'for',
      '5',
      '-1',
      'NaN',
      '',
    )
    const token = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 5 }).map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(token, (text) => {
        const parsed = simulation.parseCommand(text)
        const printed = parsed.ok ? simulation.printCommand(parsed.value) : 'refused'
        expect(printed).toMatch(/^[\w.-]+$/)
        expect(parsed.ok ? simulation.parseCommand(printed) : parsed).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })

  it('are read from any JSON without throwing; what is accepted survives a token', () => {
    const shaped = fc.record(
      {
        kind: fc.constantFrom('push', 'pop', 'pause-consumer', 'set', 'x'),
        paused: fc.anything(),
        key: fc.oneof(fc.constantFrom(...RING_SETTINGS.map(({ key }) => key)), fc.string()),
        value: fc.oneof(
          fc.double(),
          fc.integer(),
          fc.constantFrom('block', 'reject'),
          fc.string(),
          fc.anything(),
        ),
      },
      { requiredKeys: ['kind'] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), (input) => {
        const read = simulation.readCommand(input)
        const again = read.ok ? simulation.parseCommand(simulation.printCommand(read.value)) : read
        expect(again).toEqual(read)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    'set.slots',
    'set.nothing.5',
    'set.consume.2000',
    'set.overflow.sometimes',
    'pause.maybe',
    'push.1',
  ])('refuses %s with a reason', (token) => {
    const parsed = simulation.parseCommand(token)
    expect(parsed.ok ? '' : parsed.problem.what).toMatch(/\w+ \w+/)
  })
})

describe('the table of a run', () => {
  it('has a row an item with its fate and times in each lane', () => {
    const engine = createRun({ slots: 2, produce: 2, consume: 1, overflow: 'reject', for: 10 })
    engine.advance(2_200_000)
    expect([...simulation.exportRows(engine)]).toEqual([
      'item,list_produced_ms,list_in_ms,list_fate,list_out_ms,ring_produced_ms,ring_in_ms,ring_fate,ring_out_ms',
      '0,0,0,consumed,1000,0,0,consumed,1000',
      '1,500,500,consumed,2000,500,500,consumed,2000',
      '2,1000,1000,in the buffer,,1000,1000,in the buffer,',
      '3,1500,1500,in the buffer,,1500,,turned away,1500',
      '4,2000,2000,in the buffer,,2000,2000,in the buffer,',
    ])
  })

  it('leaves out what a lane has not made yet', () => {
    const engine = createRun({ slots: 1, produce: 1, consume: 0, overflow: 'block' })
    engine.advance(2_500_000)
    expect([...simulation.exportRows(engine)].slice(1)).toEqual([
      '0,0,0,in the buffer,,0,0,in the buffer,',
      '1,1000,1000,in the buffer,,1000,,waiting to get in,',
      '2,2000,2000,in the buffer,,,,,',
    ])
  })

  it('has as many fields in each row as in its header, and the counts of the run', () => {
    fc.assert(
      fc.property(anySeed, anyGiven, (seed, given) => {
        const engine = createRun({ produce: 20, consume: 10, produceUneven: 1, for: 6 }, seed)
        runWith(engine, given, 6_000_000)
        const rows = [...simulation.exportRows(engine)].map((row) => row.split(','))
        expect(new Set(rows.map((row) => row.length))).toEqual(new Set([9]))
        const fates = rows.map((row) => row[7])
        const { consumed, overwritten, rejected } = ringOf(engine).ledger.counts
        const countOf = (fate: string): number => fates.filter((other) => other === fate).length
        expect([countOf('consumed'), countOf('overwritten'), countOf('turned away')]).toEqual([
          consumed,
          overwritten,
          rejected,
        ])
      }),
      { numRuns: 50 },
    )
  })
})

describe('the scenarios', () => {
  it('have ids of their own, three of them main, and settings of the table', () => {
    expect(RING_SCENARIOS.map(({ id }) => id)).toEqual(['calm', 'burst', 'too-fast', 'blocked', 'batch'])
    expect(RING_SCENARIOS.filter(({ main }) => main).map(({ id }) => id)).toEqual([
      'calm',
      'burst',
      'too-fast',
    ])
    for (const { params } of RING_SCENARIOS)
      for (const [key, value] of Object.entries(params)) {
        const spec = RING_SETTINGS.find((setting) => setting.key === key)
        expect(spec === undefined ? null : readParamValue(spec, value)).toEqual({ value, complaint: null })
      }
  })

  it('calm: a slot or two in use, nothing lost', () => {
    const { counts } = ringOf(finishedScenario('calm')).ledger
    expect(counts.peak).toBeLessThanOrEqual(2)
    expect(counts.overwritten).toBe(0)
  })

  it('burst: as many items as calm, a ring filled up for a moment, nothing lost', () => {
    const calm = ringOf(finishedScenario('calm')).ledger.counts
    const burst = ringOf(finishedScenario('burst')).ledger.counts
    expect(Math.abs(burst.produced - calm.produced)).toBeLessThan(0.05 * calm.produced)
    expect(burst.peak).toBe(8)
    expect(burst.overwritten).toBe(0)
    expect(burst.held).toBeLessThan(4)
  })

  it('too-fast: half of what is made is lost in the long run, as predicted; the list keeps all and grows', () => {
    // Items at 0, 0.1, ... 30 s, pops at 0.2, ... 30 s, a pop first at one instant: 301 made, 150 taken.
    const engine = finishedScenario('too-fast')
    const ring = ringOf(engine).ledger.counts
    expect([ring.produced, ring.consumed, ring.held, ring.overwritten]).toEqual([301, 150, 8, 143])
    expect(listOf(engine).store.memory).toBe(151)
    expect(engine.checks().find(({ id }) => id === 'loss.ring')?.predicted).toBe(50)
  })

  it('blocked: nothing lost, and the producer at the pace of the consumer, as predicted', () => {
    const engine = finishedScenario('blocked')
    const { overwritten, rejected } = ringOf(engine).ledger.counts
    expect([overwritten, rejected]).toEqual([0, 0])
    expect(engine.checks().find(({ id }) => id === 'throttle.ring')?.predicted).toBe(5)
    expect(ringOf(engine).blockedTime(engine.now)).toBeGreaterThan(10_000_000)
  })

  it('batch: no line lost with sixteen a write, most of them with one', () => {
    const engine = finishedScenario('batch')
    expect(ringOf(engine).ledger.counts.overwritten).toBe(0)
    const { seed } = at(RING_SCENARIOS, 4)
    const one = createRun({ ...at(RING_SCENARIOS, 4).params, batch: 1 }, seed)
    one.advance(one.extent)
    const { overwritten, produced } = ringOf(one).ledger.counts
    expect(overwritten / produced).toBeGreaterThan(0.8)
  })
})
