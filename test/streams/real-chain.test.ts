import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChainModel } from '../../src/engine/flow/streams/chain.ts'
import type { ChainRow } from '../../src/engine/flow/streams/row.ts'
import { boundOf, extremesOf, heldIn, simulate } from '../../src/engine/flow/streams/run.ts'
import {
  LANES,
  PLACES,
  type StreamLane,
  type StreamSettings,
} from '../../src/engine/flow/streams/settings.ts'
import { makeChunk, readTurned, turned } from '../../src/streams/chunk.ts'
import { heardOf, judge } from '../../src/streams/judge.ts'
import type { ChainReport } from '../../src/streams/protocol.ts'
import { RealChain } from '../../src/streams/real-chain.ts'
import { anySettings, SETTINGS } from './support.ts'
import { VirtualClock } from './virtual-clock.ts'

/** The model's row with what a real chain can show of it: no desiredSize of tee's branches, none of what is closed. */
function seen(model: ChainRow, real: ChainRow): ChainRow {
  const queues = { ...model.queues }
  for (const place of PLACES)
    if (real.queues[place].desired === null) queues[place] = { ...queues[place], desired: null }
  return { ...model, queues }
}

/** Node's streams, run by hand: until they are over, or ended after so many steps. */
async function runReal(
  settings: StreamSettings,
  lane: StreamLane,
  ended?: { readonly after: number; readonly how: 'cancel' | 'fail' },
): Promise<ChainReport> {
  const clock = new VirtualClock()
  const real = new RealChain(settings, lane, clock)
  const over = real.run()
  await clock.settle()
  for (let step = 0; real.report(0).ending === 'running'; step++) {
    if (step === ended?.after) real.end(ended.how, 'enough')
    else await clock.step()
  }
  // What was under way when it ended still comes to its end.
  while (!clock.isIdle) await clock.step()
  await over
  return real.report(0)
}

describe("the model beside node's own web streams", () => {
  it('says of every state what they say, step by step', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, fc.constantFrom(...LANES), async (settings, lane) => {
        const real = await runReal(settings, lane)
        const model = simulate(settings, lane)
        expect(real.rows.map(({ at }) => at)).toEqual(model.map(({ at }) => at))
        real.rows.forEach((row, i) => expect(seen(model[i] ?? row, row)).toEqual(row))
        expect(real).toMatchObject({ ending: 'written', wrong: 0 })
        expect(real.calls).toContainEqual({ at: model.at(-1)?.at, what: 'sink.close()', reason: null })
        const verdicts = judge(settings, lane, model, real).map(({ id, verdict }) => ({ id, verdict }))
        expect(verdicts.filter(({ verdict }) => verdict === 'differs' || verdict === 'not yet')).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe('the model by itself', () => {
  it('conserves chunks, keeps their order and stays within what the standard allows', () => {
    fc.assert(
      fc.property(anySettings, fc.constantFrom(...LANES), (settings, lane) => {
        const chain = new ChainModel(settings, lane)
        const rows = [chain.row()]
        while (!chain.isDone) {
          chain.step()
          rows.push(chain.row())
        }
        for (const row of rows) expect(row.produced).toBe(row.written + heldIn(row))
        expect(chain.written).toEqual(Array.from({ length: settings.items }, (_, id) => id))
        const extremes = extremesOf(rows)
        for (const place of PLACES)
          expect(extremes[place].most).toBeLessThanOrEqual(boundOf(settings, lane, place))
        expect(rows.at(-1)?.pulls).toBe(lane === 'pull' ? settings.items : 0)
      }),
    )
  })

  it('goes at the pace of the slower side, and only the source that pushes lets a queue grow', () => {
    const end = (rows: readonly ChainRow[]): number => (rows.at(-1)?.at ?? 0) / 1_000_000
    const most = (lane: StreamLane): number => extremesOf(simulate(SETTINGS, lane)).source.most
    // 100 chunks at 10 a second: the first is there after a 50th of a second.
    expect(end(simulate(SETTINGS, 'pull'))).toBeCloseTo(10.02, 6)
    expect(most('pull')).toBe(8)
    // After 2 s all 100 are made; 2 s × 10 are written, or being so; the other queues hold 4 each.
    expect(most('push')).toBe(100 - 19 - 3 * 4)
  })

  it('lets a slow branch of tee() grow, however well the source listens', () => {
    const { slow, source } = extremesOf(simulate({ ...SETTINGS, tee: true, slow: 1 }, 'pull'))
    expect(source.most).toBeLessThanOrEqual(8)
    expect(slow.most).toBeGreaterThan(80)
  })

  it('counts bytes: a queue is over its mark by less than a chunk, and desiredSize is below 0 then', () => {
    const { source } = extremesOf(simulate({ ...SETTINGS, measure: 'bytes' }, 'pull'))
    expect(source.least).toBeLessThan(0)
    expect(source.least).toBeGreaterThan(-4 * 1024)
  })
})

describe('a chain that ends before its time', () => {
  it.each([
    ['cancel', 'pull', 'source.cancel(reason)'],
    ['cancel', 'push', 'source.cancel(reason)'],
    ['fail', 'pull', 'sink.abort(reason)'],
    ['fail', 'push', 'sink.abort(reason)'],
  ] as const)('%s, of the source that does %s: %s is told why', async (how, lane, who) => {
    const real = await runReal(SETTINGS, lane, { after: 40, how })
    expect(real.ending).toBe(how === 'cancel' ? 'cancelled' : 'failed')
    expect(heardOf(SETTINGS, real)).toContainEqual({ who, told: 'enough' })
    expect(real.calls.map(({ what }) => what)).not.toContain('sink.close()')
    expect(real.current.written).toBeLessThan(100)
    expect(real.current.produced).toBe(real.current.written + heldIn(real.current))
  })

  it('at any moment, with any settings, loses count of nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        fc.constantFrom(...LANES),
        fc.nat(60),
        fc.constantFrom('cancel', 'fail'),
        async (settings, lane, after, how) => {
          const real = await runReal(settings, lane, { after, how })
          const verdicts = judge(settings, lane, simulate(settings, lane), real)
          expect(verdicts.filter(({ verdict }) => verdict === 'differs')).toEqual([])
          expect(verdicts.find(({ id }) => id === 'conserved')?.verdict).toBe('agrees')
        },
      ),
      { numRuns: 80 },
    )
  })

  it('with tee(), the source hears of it only once both branches are given up', async () => {
    const real = await runReal({ ...SETTINGS, tee: true, slow: 1 }, 'pull', { after: 40, how: 'cancel' })
    expect(real.calls.find(({ what }) => what === 'source.cancel(reason)')?.reason).toBe(
      'enough, the other branch is done',
    )
  })
})

describe('a chunk', () => {
  it('is turned round byte by byte, and a byte that is wrong is found', () => {
    const chunk = makeChunk(300)
    const round = turned(chunk)
    expect(round.length).toBe(chunk.length)
    expect([...round].every((byte, i) => byte === 255 - (chunk[i] ?? 0))).toBe(true)
    expect(readTurned(round)).toEqual({ id: 300, isWhole: true })
    expect(readTurned(round.fill(0, 9, 10))).toEqual({ id: 300, isWhole: false })
    expect(readTurned(turned(chunk).slice(0, 500)).isWhole).toBe(false)
  })
})

describe('the judge', () => {
  it('says differs where a real run breaks what the standard promises', async () => {
    const real = await runReal(SETTINGS, 'pull')
    const model = simulate(SETTINGS, 'pull')
    const differing = (broken: Partial<ChainReport>): string[] =>
      judge(SETTINGS, 'pull', model, { ...real, ...broken })
        .filter(({ verdict }) => verdict === 'differs')
        .map(({ id }) => id)
    const queues = {
      ...real.current.queues,
      sink: { chunks: 5, size: 5, desired: -1 },
    }
    expect(differing({ wrong: 1 })).toEqual(['wrong'])
    expect(differing({ current: { ...real.current, pulls: 99 } })).toEqual(['pulls'])
    expect(differing({ current: { ...real.current, queues } })).toEqual([
      'most.sink',
      'least.sink',
      'conserved',
    ])
    expect(differing({ current: { ...real.current, written: 98 } })).toEqual(['written', 'conserved'])
    expect(
      differing({
        rows: real.rows.map((row) => ({
          ...row,
          queues: { ...row.queues, source: { ...row.queues.source, desired: 7 } },
        })),
      }),
    ).toEqual(['desired'])
  })

  it('judges nothing that timing decides', async () => {
    const lines = judge(SETTINGS, 'push', simulate(SETTINGS, 'push'), await runReal(SETTINGS, 'push'))
    const unjudged = lines.filter(({ verdict }) => verdict === 'not judged').map(({ id }) => id)
    expect(unjudged).toEqual(['most.source', 'least.source', 'waited.0', 'waited.1', 'took'])
  })
})
