import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JitterCommand } from '../../../src/engine/jitter/config.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { JITTER_SETTINGS } from '../../../src/engine/jitter/settings.ts'
import { traceId, type Trace } from '../../../src/engine/jitter/trace.ts'
import { attachTrace, createJitterEngine, simulation } from '../../../src/labs/jitter/scenario.ts'
import { JITTER_SCENARIOS } from '../../../src/labs/jitter/scenarios.ts'
import { isSet } from '../../../src/engine/kernel/set-command.ts'
import { assert, at } from '../../../src/shared/assert.ts'
import { readParamValue } from '../../../src/shared/params.ts'
import {
  configArbitrary,
  engineOf,
  finished,
  plainEngine,
  plainSettings,
  THE_END,
  traceArbitrary,
  valueOf,
} from '../../support/jitter.ts'
import { bytesOf } from '../../support/trace-file.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const { files } = simulation
assert(files !== null, 'the jitter lab takes files')

const LIVE = JITTER_SETTINGS.filter(({ live }) => live)

const commands: fc.Arbitrary<JitterCommand> = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), packet: fc.nat(), arrival: fc.maxSafeNat() }),
  fc.record({ kind: fc.constant('lose' as const), packet: fc.nat() }),
  fc
    .constantFrom(...LIVE)
    .chain((spec) => valueOf(spec).map((value) => ({ kind: 'set' as const, key: spec.key, value }))),
)

/** A random trace as JSON with one part of it replaced by anything at all. */
const spoiltTraces = fc
  .record({
    trace: traceArbitrary,
    key: fc.constantFrom('name', 'sent', 'arrived', 'copies', 'interval', 'clockOffset', 'row'),
    junk: fc.oneof(
      fc.jsonValue(),
      fc.array(fc.integer()),
      fc.constantFrom(null, Infinity, -1, 1e300, 2 ** 53),
    ),
    place: fc.nat(),
  })
  .map(({ trace, key, junk, place }) => {
    const json = JSON.parse(JSON.stringify(files.print(trace))) as Record<string, unknown>
    const old = json[key]
    if (Array.isArray(old)) old[place % (old.length + 1)] = junk
    else json[key] = junk
    return json
  })

const read = (value: unknown): Trace | null => {
  const outcome = files.read(value)
  return outcome.ok ? (outcome.value as Trace) : null // the jitter lab's files hold traces
}

/** The times of a run's events, one after the other. */
function momentsOf(engine: JitterEngine, most: number): number[] {
  const moments: number[] = []
  while (moments.length < most && engine.nextEventTime !== null) {
    moments.push(engine.nextEventTime)
    engine.advance(engine.nextEventTime, 1)
  }
  return moments
}

describe('a command', () => {
  it('survives being printed for a link and read again, in letters that a link may hold', () => {
    fc.assert(
      fc.property(commands, (command) => {
        const token = simulation.printCommand(command)
        expect(token).toMatch(/^[\w.-]+$/)
        expect(simulation.parseCommand(token)).toEqual({ ok: true, value: command })
      }),
      { numRuns: 500 },
    )
  })

  it('survives a run file', () => {
    fc.assert(
      fc.property(commands, (command) => {
        const json: unknown = JSON.parse(JSON.stringify(command))
        expect(simulation.readCommand(json)).toEqual({ ok: true, value: command })
      }),
    )
  })

  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc
      .tuple(
        fc.constantFrom('move', 'lose', 'set', 'constructor'),
        fc.array(fc.oneof(fc.string(), fc.nat().map(String))),
      )
      .map(([kind, parts]) => [kind, ...parts].join('.')),
  )

  it('is read from any text, or refused in words; what is read the engine takes or refuses in words', () => {
    const engine = engineOf('medium')
    engine.advance(1_000_000)
    fc.assert(
      fc.property(fc.oneof(texts, fc.constantFrom('set.fps.60', 'set.__proto__.1', 'lose.1.2')), (text) => {
        const outcome = simulation.parseCommand(text)
        const applied = outcome.ok ? engine.apply(outcome.value as JitterCommand) : outcome
        expect(applied.ok ? applied.value : applied.problem.what).not.toBe('')
      }),
      { numRuns: 1_000 },
    )
  })

  it('is read from any JSON, or refused in words; what is read the engine takes or refuses in words', () => {
    const engine = engineOf('medium')
    engine.advance(1_000_000)
    const like = fc.record(
      {
        kind: fc.constantFrom('move', 'lose', 'set', 'toString', 1),
        packet: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
        arrival: fc.oneof(fc.integer({ min: 0, max: 80_000_000 }), fc.double(), fc.jsonValue()),
        key: fc.oneof(fc.constantFrom(...LIVE.map(({ key }) => key), 'fps', '__proto__'), fc.jsonValue()),
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(like, fc.jsonValue(), fc.anything()), (json) => {
        const outcome = simulation.readCommand(json)
        const applied = outcome.ok ? engine.apply(outcome.value as JitterCommand) : outcome
        expect(applied.ok ? applied.value : applied.problem.what).not.toBe('')
      }),
      { numRuns: 1_500 },
    )
  })
})

describe('a trace in a run file', () => {
  it('is read as it was printed, and has the same fingerprint', () => {
    fc.assert(
      fc.property(traceArbitrary, (trace) => {
        const back = read(JSON.parse(JSON.stringify(files.print(trace))))
        expect(back).toEqual(trace)
        expect(back === null ? '' : traceId(back)).toBe(traceId(trace))
      }),
    )
  })

  it('has another fingerprint when anything about its packets changes, and not when its name does', () => {
    fc.assert(
      fc.property(traceArbitrary, fc.nat(), (trace, place) => {
        const row = place % trace.sent.length
        const arrival = at(trace.arrived, row)
        const later = trace.arrived.with(row, Number.isNaN(arrival) ? at(trace.sent, row) : arrival + 1)
        expect(traceId({ ...trace, arrived: later })).not.toBe(traceId(trace))
        expect(traceId({ ...trace, name: 'another' })).toBe(traceId(trace))
      }),
    )
  })

  it('that was tampered with is refused, or can be played: time never goes back and nothing gets lost', () => {
    fc.assert(
      fc.property(spoiltTraces, (json) => {
        const trace = read(json) ?? read(files.print(ONE_PACKET))
        const settings = plainSettings({ for: 5, policy: ['whiteboard', 'neteq'] })
        const engine = new JitterEngine({ seed: 1, settings, trace, row: null })
        const moments = momentsOf(engine, 3_000)
        expect(moments).toEqual(moments.toSorted((a, b) => a - b))
        const red = engine
          .checks()
          .filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))
        expect(red).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('is read from any JSON, or refused with its place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (json) => {
        const outcome = files.read(json)
        expect(outcome.ok ? 'read' : outcome.problem.where).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })
})

const ONE_PACKET: Trace = {
  name: 'one packet',
  sent: Float64Array.of(0),
  arrived: Float64Array.of(5_000),
  copies: { row: new Int32Array(), arrived: new Float64Array() },
  interval: 20_000,
  clockOffset: 0,
}

describe('the table a run exports', () => {
  it('is a trace file: read again it has the same packets and the same losses', async () => {
    await fc.assert(
      fc.asyncProperty(configArbitrary, async (config) => {
        const settings = { ...config.settings, duplicate: 0 }
        const engine = new JitterEngine({ ...config, settings, trace: null, row: null })
        engine.advance(THE_END)
        const importer = await files.importer('export.csv', null)
        for (const line of simulation.exportRows(engine)) importer.push(bytesOf(`${line}\n`))
        const outcome = importer.finish()
        assert(outcome.ok, 'the export is a trace')
        const { sent, arrived } = outcome.value.attachment.data as Trace
        const { clockOffset } = outcome.value.attachment.data as Trace
        const numbers = Array.from({ length: engine.passage.packets }, (_, packet) => packet)
        // By the sender's clock; where it is fast, packets seem to arrive before they were sent, and are shifted.
        expect([...sent]).toEqual(numbers.map((packet) => engine.sentAt(packet)))
        expect([...arrived]).toEqual(
          numbers.map((packet) => engine.passage.arrivals.get(packet) + clockOffset),
        )
        expect(settings.drift < 0 || clockOffset === 0).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('names for each policy what became of a packet and when it was shown', () => {
    const engine = finished({ for: 1, fps: 5, shape: 'constant', base: 40, policy: ['fixed'], delay: 100 })
    expect([...simulation.exportRows(engine)]).toEqual([
      'seq,send_ms,arrival_ms,fixed_fate,fixed_playout_ms',
      '0,0,40,played,140',
      '1,200,240,played,340',
      '2,400,440,played,540',
      '3,600,640,played,740',
      '4,800,840,played,940',
    ])
  })

  it('leaves the future out', () => {
    const engine = plainEngine({ fps: 5, shape: 'constant', base: 40, policy: ['whiteboard'] })
    engine.advance(210_000)
    expect([...simulation.exportRows(engine)].slice(1)).toEqual([
      '0,0,40,in the buffer,',
      '1,200,,in the network,',
    ])
  })
})

describe('the scenarios', () => {
  it.each(JITTER_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    '%s has parameters within their bounds and changes that the engine takes',
    (_, scenario) => {
      for (const [key, value] of Object.entries(scenario.params)) {
        const spec = JITTER_SETTINGS.find((setting) => setting.key === key)
        assert(spec !== undefined, `there is no setting ${key}`)
        expect(readParamValue(spec, value)).toEqual({ value, complaint: null })
      }
      const engine = createJitterEngine({
        scenario: scenario.id,
        seed: scenario.seed,
        params: scenario.params,
        attachment: null,
      })
      for (const { at: time, command, scripted } of scenario.script) {
        engine.advance(time)
        expect([isSet(command) && engine.apply(command).ok, scripted]).toEqual([true, true])
      }
    },
  )

  it('have names of their own', () => {
    expect(new Set(JITTER_SCENARIOS.map(({ id }) => id)).size).toBe(JITTER_SCENARIOS.length)
  })

  it('with an attached trace play the trace', () => {
    const engine = createJitterEngine({
      scenario: 'low',
      seed: 1,
      params: {},
      attachment: attachTrace(ONE_PACKET),
    })
    engine.advance(THE_END)
    expect([engine.passage.packets, engine.passage.arrivals.get(0)]).toEqual([1, 5_000])
  })
})
