import { afterEach, describe, expect, test } from 'vitest'
import { testTone } from '../../../src/engine/jitter/sound/source.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { Call, CallOptions, Inbound } from '../../../src/labs/jitter/real/call.ts'
import { Loopback } from '../../../src/labs/jitter/real/loopback.ts'
import type { FromDelayLine, OurReading } from '../../../src/labs/jitter/real/threads/messages.ts'
import { setUp, tearDown, type Bench } from '../../stage/support/bench.ts'

/** A call whose browser says what a test lets it say. */
class FakeCall implements Call {
  readonly options: CallOptions
  readonly report: (report: FromDelayLine) => void
  inbound: Inbound = {}
  audible: boolean | null = null
  isOver = false

  constructor(options: CallOptions, report: (report: FromDelayLine) => void) {
    this.options = options
    this.report = report
  }

  read(): Promise<Inbound> {
    return Promise.resolve(this.inbound)
  }

  setAudible(audible: boolean): void {
    this.audible = audible
  }

  end(): void {
    this.isOver = true
  }
}

const OURS: OurReading = { target: 80, played: 0, bufferTime: 0, missingTime: 0 }
const report = (part: Partial<FromDelayLine>): FromDelayLine => ({
  done: 0,
  lost: 0,
  behind: { count: 0, sum: 0, most: 0 },
  ours: OURS,
  ...part,
})

async function scene(query = 'scenario=high&t=5'): Promise<{
  bench: Bench
  loopback: Loopback
  calls: FakeCall[]
  clock: { now: number }
  tell: (part: Partial<FromDelayLine>, inbound?: Inbound) => Promise<void>
}> {
  const bench = await setUp(query)
  const calls: FakeCall[] = []
  const clock = { now: 0 }
  const loopback = new Loopback(
    bench.controller,
    (_source, options, onReport) => {
      const call = new FakeCall(options, onReport)
      calls.push(call)
      return Promise.resolve(call)
    },
    () => clock.now,
  )
  const tell = async (part: Partial<FromDelayLine>, inbound: Inbound = {}): Promise<void> => {
    const call = calls.at(-1)
    if (call === undefined) throw new Error('nobody has called')
    call.inbound = inbound
    call.report(report(part))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { bench, loopback, calls, clock, tell }
}

afterEach(() => {
  tearDown()
})

describe('a call under the run’s delays', () => {
  test('takes half a minute of them from where the run stands', async () => {
    const { loopback, calls } = await scene()
    await loopback.start(testTone())
    expect(calls).toHaveLength(1)
    const plan = calls[0]?.options.plan ?? new Float64Array()
    expect(plan).toHaveLength(1_500)
    expect(calls[0]?.options.ours).toEqual({ stretch: 0.1, whenLate: 'skip' })
    const delays = [...plan].filter((delay) => !Number.isNaN(delay))
    expect(Math.min(...delays)).toBe(0)
    expect(Math.max(...delays)).toBeGreaterThan(50)
    expect(loopback.get()).toMatchObject({ status: 'running', from: 5 * SECOND, total: 1_500, done: 0 })
  })

  test('lets our player do what the run’s players do', async () => {
    const { loopback, calls } = await scene('scenario=high&t=5&late=stall&stretch=25')
    await loopback.start(testTone())
    expect(calls[0]?.options.ours).toEqual({ stretch: 0.25, whenLate: 'stall' })
    expect(loopback.get().waits).toBe(true)
  })

  test('near the end of the run takes them from its start', async () => {
    const { loopback, calls } = await scene('scenario=high&t=55')
    await loopback.start(testTone())
    expect(loopback.get().from).toBe(0)
    expect(calls[0]?.options.plan).toHaveLength(1_500)
  })

  test('of a short run takes what there is', async () => {
    const { loopback } = await scene('scenario=silence')
    await loopback.start(testTone())
    expect(loopback.get().total).toBeGreaterThan(490)
    expect(loopback.get().total).toBeLessThan(600)
  })

  test('tells what each buffer did between two reports, not since the beginning', async () => {
    const { loopback, clock, tell } = await scene()
    await loopback.start(testTone())
    clock.now = 500
    await tell(
      { done: 25, ours: { ...OURS, target: 100, played: 20, bufferTime: 800 } },
      {
        jitterBufferEmittedCount: 10_000,
        jitterBufferTargetDelay: 800,
        jitterBufferDelay: 600,
        concealedSamples: 4_800,
      },
    )
    clock.now = 1_000
    await tell(
      { done: 50, lost: 2, ours: { target: 120, played: 45, bufferTime: 2_300, missingTime: 60 } },
      {
        jitterBufferEmittedCount: 30_000,
        jitterBufferTargetDelay: 3_200,
        jitterBufferDelay: 2_600,
        concealedSamples: 9_600,
      },
    )
    const { samples, done, lost } = loopback.get()
    expect({ done, lost }).toEqual({ done: 50, lost: 2 })
    expect(samples).toEqual([
      {
        time: 0.5,
        browserTarget: 80,
        browserDelay: 60,
        ourTarget: 100,
        ourDelay: 40,
        browserConcealed: 100,
        ourMissing: 0,
      },
      {
        time: 1,
        browserTarget: 120,
        browserDelay: 100,
        ourTarget: 120,
        ourDelay: 60,
        browserConcealed: 200,
        ourMissing: 60,
      },
    ])
  })

  test('tells nothing of a buffer from which nothing came, and says so where the browser tells no target', async () => {
    const { loopback, tell } = await scene()
    await loopback.start(testTone())
    await tell({ done: 1 })
    expect(loopback.get().samples[0]).toMatchObject({
      browserTarget: null,
      browserDelay: null,
      ourDelay: null,
    })
    expect(loopback.get().tellsTarget).toBe(true)
    await tell({ done: 20 }, { jitterBufferEmittedCount: 100, jitterBufferDelay: 5 })
    expect(loopback.get().samples[1]).toMatchObject({ browserTarget: null, browserDelay: 50 })
    expect(loopback.get().tellsTarget).toBe(false)
  })

  test('adds up how late packets went on', async () => {
    const { loopback, tell } = await scene()
    await loopback.start(testTone())
    await tell({ behind: { count: 20, sum: 30, most: 9 } })
    await tell({ behind: { count: 5, sum: 4, most: 2 } })
    expect(loopback.get().behind).toEqual({ count: 25, sum: 34, most: 9 })
  })

  test('ends when all delays are used up, and what was measured stays', async () => {
    const { loopback, calls, tell } = await scene()
    await loopback.start(testTone())
    await tell({ done: 1_499 })
    expect(loopback.get().status).toBe('running')
    await tell({ done: 1_500 })
    expect(loopback.get()).toMatchObject({ status: 'done', done: 1_500 })
    expect(loopback.get().samples).toHaveLength(2)
    expect(calls[0]?.isOver).toBe(true)
    await tell({ done: 1_500 })
    expect(loopback.get().samples, 'a late report counts no more').toHaveLength(2)
  })

  test('begins afresh, and hears no more of the call before', async () => {
    const { loopback, calls, tell } = await scene()
    await loopback.start(testTone())
    await tell({ done: 100 })
    await loopback.start(testTone())
    expect(calls.map(({ isOver }) => isOver)).toEqual([true, false])
    expect(loopback.get()).toMatchObject({ status: 'running', done: 0, samples: [] })
  })

  test('that was given up before it came about is ended when it does', async () => {
    const { loopback, calls } = await scene()
    const starting = loopback.start(testTone())
    loopback.stop()
    await starting
    expect(loopback.get().status).toBe('off')
    expect(calls.every(({ isOver }) => isOver)).toBe(true)
  })

  test('that does not come about says why', async () => {
    const { bench } = await scene()
    const loopback = new Loopback(
      bench.controller,
      () => Promise.reject(new Error('the two ends found no way to each other')),
      () => 0,
    )
    await loopback.start(testTone())
    expect(loopback.get()).toMatchObject({
      status: 'off',
      problem: 'The call did not come about: the two ends found no way to each other.',
    })
  })

  test('is silent unless one wants to hear it, also one that is placed later', async () => {
    const { loopback, calls } = await scene()
    await loopback.start(testTone())
    expect(calls[0]?.audible).toBe(false)
    loopback.setAudible(true)
    expect(calls[0]?.audible).toBe(true)
    await loopback.start(testTone())
    expect(calls[1]?.audible).toBe(true)
  })

  test('ends when its part of the page goes', async () => {
    const { loopback, calls } = await scene()
    const detach = loopback.attach()
    await loopback.start(testTone())
    detach()
    expect(calls[0]?.isOver).toBe(true)
  })
})
