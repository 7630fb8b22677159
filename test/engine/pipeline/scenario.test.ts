import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParamValue } from '../../../src/shared/params.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { PipelineCommand } from '../../../src/engine/pipeline/config.ts'
import type { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import { PIPELINE_SETTINGS } from '../../../src/engine/pipeline/settings.ts'
import { createPipelineEngine, simulation } from '../../../src/labs/pipeline/scenario.ts'
import { PIPELINE_SCENARIOS } from '../../../src/labs/pipeline/scenarios.ts'
import { anyCommand, anyGiven, anySeed, createRun, laneOf, runWith, summaryOf } from './support.ts'

function finishedScenario(id: (typeof PIPELINE_SCENARIOS)[number]['id']): PipelineEngine {
  const scenario = PIPELINE_SCENARIOS.find((one) => one.id === id)
  if (scenario === undefined) throw new Error(id)
  const engine = createPipelineEngine({
    scenario: id,
    seed: scenario.seed,
    params: scenario.params,
    attachment: null,
  })
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

  it.each<[PipelineCommand, string]>([
    [{ kind: 'lose', what: 'frame' }, 'lose.frame'],
    [{ kind: 'lose', what: 'key' }, 'lose.key'],
    [{ kind: 'pause-decoder', paused: true }, 'pause.on'],
    [{ kind: 'hiccup' }, 'hiccup'],
    [{ kind: 'set', key: 'render', value: 7.5 }, 'set.render.7.5'],
    [{ kind: 'set', key: 'networkFull', value: 'drop-newest' }, 'set.networkFull.drop-newest'],
  ])('%o is %s', (command, token) => {
    expect(simulation.printCommand(command)).toBe(token)
  })

  it.each([
    'lose',
    'lose.all',
    'pause.maybe',
    'hiccup.1',
    'set.fps',
    'set.render.200',
    'set.pause.never',
    '',
  ])('refuses "%s" with a reason', (token) => {
    const parsed = simulation.parseCommand(token)
    expect(parsed.ok ? '' : parsed.problem.what).toMatch(/\w+ \w+/)
  })

  it('are read from any text and any JSON without throwing; what is accepted survives a token', () => {
    const shaped = fc.record(
      {
        kind: fc.constantFrom('lose', 'pause-decoder', 'hiccup', 'set', 'x'),
        what: fc.oneof(fc.constantFrom('frame', 'key'), fc.anything()),
        paused: fc.anything(),
        key: fc.oneof(fc.constantFrom(...PIPELINE_SETTINGS.map(({ key }) => key)), fc.string()),
        value: fc.oneof(fc.double(), fc.constantFrom('block', 'rest'), fc.boolean(), fc.anything()),
      },
      { requiredKeys: ['kind'] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), fc.string(), (input, text) => {
        const read = simulation.readCommand(input)
        expect(read.ok ? simulation.parseCommand(simulation.printCommand(read.value)) : read).toEqual(read)
        const parsed = simulation.parseCommand(text)
        expect(parsed.ok ? simulation.parseCommand(simulation.printCommand(parsed.value)) : parsed).toEqual(
          parsed,
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('the table of a run', () => {
  it(
    'has as many fields in each row as in its header, and the counts of the run',
    { timeout: 30_000 },
    () => {
      fc.assert(
        fc.property(anySeed, anyGiven, fc.constantFrom('player', 'swap'), (seed, given, mode) => {
          const engine = createRun({ mode: mode === 'swap' ? 'swap' : 'player', for: 3 }, seed)
          runWith(engine, given, 3 * SECOND)
          const rows = [...simulation.exportRows(engine)].map((row) => row.split(','))
          expect(new Set(rows.map((row) => row.length))).toEqual(new Set([1 + 7 * engine.lanes.length]))
          engine.lanes.forEach(({ ledger }, i) => {
            const fates = rows.map((row) => row[1 + 7 * i])
            expect(fates.filter((fate) => fate === 'shown').length).toBe(ledger.counts.shown)
            expect(fates.filter((fate) => fate === 'skipped').length).toBe(ledger.counts.skipped)
          })
        }),
        { numRuns: 40 },
      )
    },
  )

  it('tells a frame’s way in milliseconds', () => {
    const engine = createRun({ spread: 0, decodeUneven: 0, keyCost: 1, playout: 0, for: 2 })
    engine.advance(0.5 * SECOND)
    const [header, first] = [...simulation.exportRows(engine)]
    expect(header).toMatch(/^frame,whiteboard_fate,whiteboard_arrived_ms,whiteboard_decode_ms,/)
    expect(first).toMatch(/^0,shown,20,20,24,24,25,25,shown,20,20,24,/)
  })
})

describe('the scenarios', () => {
  it('have settings of the table', () => {
    for (const { params } of PIPELINE_SCENARIOS)
      for (const [key, value] of Object.entries(params)) {
        const spec = PIPELINE_SETTINGS.find((setting) => setting.key === key)
        expect(spec === undefined ? null : readParamValue(spec, value)).toEqual({ value, complaint: null })
      }
  })

  it('drift: 46.2 frames a second of 60 in the sketch, 60 in production, half a second and a tenth old', () => {
    const engine = finishedScenario('drift')
    expect(summaryOf(engine, 'whiteboard').fps).toBeCloseTo(46.2, 1)
    expect(summaryOf(engine, 'production').fps).toBeCloseTo(60, 2)
    expect(summaryOf(engine, 'whiteboard').ageMs.p99).toBeGreaterThan(480)
    expect(summaryOf(engine, 'production').ageMs.p99).toBeLessThan(120)
  })

  it('slow-decoder: what slide 7 says of it after five seconds', () => {
    const scenario = PIPELINE_SCENARIOS[1]
    const engine = createPipelineEngine({
      scenario: scenario.id,
      seed: scenario.seed,
      params: scenario.params,
      attachment: null,
    })
    engine.advance(5 * SECOND)
    const sketch = laneOf(engine, 'whiteboard')
    expect(sketch.ledger.ages.quantile(1) / SECOND).toBeCloseTo(1.7, 1)
    const { skipped, networkBlockedMs, ageMs } = summaryOf(engine, 'production')
    expect([skipped, networkBlockedMs]).toEqual([76, 0])
    expect(ageMs.mean).toBeGreaterThan(250)
    expect(ageMs.mean).toBeLessThan(320)
    engine.advance(5.1 * SECOND)
    expect(summaryOf(engine, 'whiteboard').droppedNetwork).toBeGreaterThan(0)
  })

  it('key-lost: 59 frames of no use in both, one freeze each of about a second', () => {
    const engine = finishedScenario('key-lost')
    for (const id of ['whiteboard', 'production'] as const)
      expect(summaryOf(engine, id)).toMatchObject({ undecodable: 59, freezes: 1 })
  })

  it('swap: one 55.6 and torn, two 30, three 55.6 and whole', () => {
    const engine = finishedScenario('swap')
    expect(engine.summaries().map(({ fps }) => fps.toFixed(1))).toEqual(['55.6', '30.0', '55.6'])
    expect(engine.summaries().map(({ torn }) => torn > 0)).toEqual([true, false, false])
  })

  it('outage: more at once than the ring holds; production is on time again, the sketch is not', () => {
    const engine = finishedScenario('outage')
    expect(summaryOf(engine, 'whiteboard').droppedNetwork).toBeGreaterThan(40)
    const [late, prompt] = (['whiteboard', 'production'] as const).map((id) => {
      const { ledger, screen } = laneOf(engine, id)
      return ledger.endAt.get(screen.frame) - ledger.arrivedAt.get(screen.frame)
    })
    expect(late).toBeGreaterThan(0.45 * SECOND)
    expect(prompt).toBeLessThan(0.12 * SECOND)
  })

  it('uhd: 746 MB in the decode ring, both wirings alike', () => {
    for (const { bytes } of finishedScenario('uhd').summaries())
      expect((bytes.decoded / 1e6).toFixed(0)).toBe('746')
  })
})
