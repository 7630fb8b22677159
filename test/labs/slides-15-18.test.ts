import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import type { Params } from '../../src/shared/params.ts'
import type { AnySimulation } from '../../src/engine/kernel/simulation.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { DeathsFrame } from '../../src/engine/flow/deaths/frame.ts'
import { largestLag } from '../../src/engine/flow/deaths/theory.ts'
import type { MatrixFrame } from '../../src/engine/flow/matrix/frame.ts'
import type { PressureFrame } from '../../src/engine/flow/pressure/frame.ts'
import type { WarningFrame } from '../../src/engine/flow/warning/frame.ts'
import { simulation as deaths } from '../../src/labs/deaths/scenario.ts'
import { simulation as matrix } from '../../src/labs/matrix/scenario.ts'
import { simulation as pressure } from '../../src/labs/pressure/scenario.ts'
import { simulation as warning } from '../../src/labs/warning/scenario.ts'
import { frameOf, runTo, startRun } from './support/runs.ts'

const PAGES = join(import.meta.dirname, '../../slides/pages')

/** A slide's source as one line: what stands on it and in its notes. */
function slide(number: number): string {
  const name = readdirSync(PAGES).find((page) => page.startsWith(String(number).padStart(2, '0')))
  if (name === undefined) throw new Error(`slide ${number} is gone`)
  return readFileSync(join(PAGES, name), 'utf8').replaceAll(/\s+/g, ' ')
}

/** Frames of a scenario at several moments, in seconds, in their order. */
function framesOf<F>(
  simulation: AnySimulation,
  id: string,
  seconds: readonly number[],
  params: Params = {},
): F[] {
  const scenario = simulation.scenarios.find((candidate) => candidate.id === id)
  if (scenario === undefined) throw new Error(`scenario ${id} is gone`)
  const run = startRun(simulation, scenario, scenario.seed, params)
  return seconds.map((second) => {
    runTo(run, second * SECOND)
    return frameOf(run, SECOND) as F // a lab has one kind of frame
  })
}

const grouped = (value: number): string => value.toLocaleString('en')

describe('the numbers of slide 15', () => {
  const words = slide(15)
  const frames = framesOf<DeathsFrame>(deaths, 'mismatch', [40, 520, 3_600, 6_600])
  const summaries = frames.map(({ lanes }) => lanes.map(({ summary }) => summary))
  const settings = at(frames, 0).settings
  const gap = settings.produce - settings.consume

  it('2,000 a second too many, in an hour and in a day', () => {
    expect(words).toContain(`<td>${grouped(settings.produce)} a second</td>`)
    expect(words).toContain(`<td>${grouped(settings.consume)} a second</td>`)
    expect(words).toContain(`<td>${grouped(gap)} a second</td>`)
    expect(words).toContain(`<td>${(gap * 3_600) / 1e6} million</td>`)
    expect(words).toContain(`<td>${(gap * 86_400) / 1e6} million</td>`)
  })

  it('the ring overwrites, the list dies', () => {
    const ring = summaries[0]?.[1]
    expect(words).toContain(
      `overwrites from ${ring?.firstLoss} s on; at 40 it has lost ${grouped(ring?.lost ?? 0)}`,
    )
    expect(words).toContain(`after ${Math.round(ring?.firstLoss ?? 0)} seconds`)
    const list = summaries[1]?.[0]
    expect(words).toContain(
      `dies at ${list?.firstLoss} s, with ${grouped(list?.losses.crashed ?? 0)} messages`,
    )
    expect(Math.round((list?.firstLoss ?? 0) / 60), '“nine minutes”').toBe(9)
    expect(settings.heap, '“1 GiB”').toBe(1_024)
  })

  it('after an hour: the list, the ring and the log', () => {
    const [list, ring, log] = summaries[2] ?? []
    expect(words).toContain(`the list has died ${list?.deaths} times`)
    expect(words).toContain(`the ring has lost ${ring?.lostShare.toFixed(1)} % of everything`)
    expect(words).toContain(`keeps all ${(log?.held ?? 0) / 1e6} million, and is ${log?.lag} s behind`)
    expect(words).toContain(`by ${(log?.lag ?? 0) / 60} minutes`)
    expect(log?.lost).toBe(0)
  })

  it('the log past its retention, on paper and in segments', () => {
    const log = summaries[3]?.[2]
    expect(words).toContain(`At 6,600 s it has lost ${grouped(log?.lost ?? 0)}`)
    expect(words).toContain(`loses at ${grouped(log?.firstLoss ?? 0)} s`)
    const room = largestLag(settings)
    expect(settings).toMatchObject({ keep: 10, bytes: 1_000 })
    expect(words).toContain(`${(room / 1e6).toFixed(2)} million`)
    expect(words).toContain(
      `after ${grouped(Math.round(room / gap))} s, ${Math.round(room / gap / 60)} minutes`,
    )
  })
})

describe('the numbers of slide 16', () => {
  const words = slide(16)
  const rush = at(framesOf<MatrixFrame>(matrix, 'rush', [60]), 0)
  const of = ({ lanes }: MatrixFrame, id: string) => {
    const lane = lanes.find((candidate) => candidate.lane === id)
    if (lane === undefined) throw new Error(`lane ${id} is gone`)
    return lane.summary
  }

  it('rows that have what they need, as drawn, with care, and by one default for all', () => {
    const met = (id: string) => of(rush, id).met
    expect(words).toContain(
      `as drawn give ${met('drawn')} of 6 rows what they need, with care ${met('careful')} of 6`,
    )
    expect(words).toContain(
      `block ${met('block')}, drop newest ${met('drop-newest')}, drop oldest ${met('drop-oldest')}, sample ${met('sample')}, scale out ${met('scale-out')}`,
    )
    const paid = (id: string) => Math.round(of(rush, id).workerSeconds)
    expect(words).toContain(`${paid('scale-out')} worker-seconds instead of ${paid('block')}`)
  })

  it('when nobody dies, and with long queues', () => {
    const calm = at(framesOf<MatrixFrame>(matrix, 'no-crash', [60]), 0)
    const long = at(framesOf<MatrixFrame>(matrix, 'long-queue', [60]), 0)
    expect(words).toContain(`When nobody dies the drawn choices meet ${of(calm, 'drawn').met}.`)
    expect(words).toContain(
      `With long queues ${of(long, 'drawn').met}, and with care ${of(long, 'careful').met}:`,
    )
    const video = long.cells.find(({ id, manner }) => id === 'video.drop-newest' && manner === 'careful')
    const old = `${((video?.p99Ms ?? 0) / 1_000).toFixed(1)} s old`
    expect(words).toContain(`video arrives whole and ${old}`)
    expect(words).toContain(`live video ${old}`)
    expect(long.settings.buffer / rush.settings.buffer, '“twenty times”').toBe(20)
  })
})

describe('the numbers of slide 17', () => {
  const words = slide(17)

  it('switches and losses of three rules after 30 seconds', () => {
    const { lanes } = at(framesOf<PressureFrame>(pressure, 'adaptive', [30]), 0)
    const [drawn, hysteresis, controller] = lanes
    expect(words).toContain(
      `switched ${grouped(drawn?.switches ?? 0)} times, ${grouped(Math.round(drawn?.switchesPerSecond ?? 0))} times a second`,
    )
    const few = hysteresis?.switchesPerSecond.toFixed(1)
    expect(words).toContain(`with hysteresis ${hysteresis?.switches} times, ${few} a second`)
    expect(words).toContain(
      `${grouped(Math.round(drawn?.switchesPerSecond ?? 0))} switches a second</b> against ${few}`,
    )
    expect(controller?.switches, '“the controller once”').toBe(1)
    const [a, b, c] = lanes.map(({ lossShare }) => (100 * lossShare).toFixed(1))
    expect(words).toContain(`Lost: ${a} %, ${b} % and ${c} %`)
  })

  it('with twice the load the level stands at 95 %', () => {
    const { lanes, settings } = at(framesOf<PressureFrame>(pressure, 'adaptive', [10], { rate: 20_000 }), 0)
    const drawn = at(lanes, 0)
    expect(words).toContain(`at most ${grouped(drawn.peak)} of ${grouped(settings.capacity)} places used`)
    expect(drawn.peak).toBeLessThanOrEqual((settings.capacity * settings.critical) / 100 + 1)
    expect(drawn.counts.droppedOldest).toBeGreaterThan(1_000)
    expect(settings).toMatchObject({ warn: 80, warnBack: 60, critical: 95, criticalBack: 85 })
  })

  it('with a capacity of 1 to 5 no fill lies between the thresholds', () => {
    const between = (capacity: number) =>
      Array.from({ length: capacity + 1 }, (_, level) => level / capacity).some(
        (fill) => fill > 0.8 && fill <= 0.95,
      )
    expect([1, 2, 3, 4, 5, 6].map(between)).toEqual([false, false, false, false, false, true])
  })
})

describe('the numbers of slide 18', () => {
  const words = slide(18)
  const lanesOf = ({ lanes }: WarningFrame) => lanes.map(({ summary }) => summary)
  const lagOf = ({ failing }: WarningFrame) => Math.round(failing.readings.lagSeconds.at(-1) ?? 0)

  it('a large buffer: late, lost, and when it rang', () => {
    const frame = at(framesOf<WarningFrame>(warning, 'bloat', [420]), 0)
    const { firstBroken, firstLoss, room } = frame.failing
    const [late, lost] = [firstBroken, firstLoss].map((time) => Math.round(time / SECOND))
    expect(words).toContain(
      `too late from ${late} s on; the first is lost at ${lost}, when the ${grouped(room)} places are full`,
    )
    expect(words).toContain(`here for ${(lost ?? 0) - (late ?? 0)} s`)
    const [drawn, own] = lanesOf(frame)
    expect(words).toContain(
      `page ${Math.round(drawn?.lead ?? 0)} s before that, and wake somebody ${drawn?.falsePages} times`,
    )
    expect(frame.settings.fullPage).toBe(30)
    expect(words).toContain(`“Full within 30 s” pages ${Math.round(own?.lead ?? 0)} s before, too late`)
    expect(own?.verdict).toBe('late')
    expect(words).toContain(`${grouped(room)} are ${lagOf(frame)} s behind`)
  })

  it('full within two minutes rings in time, and never in vain', () => {
    const own = lanesOf(at(framesOf<WarningFrame>(warning, 'bloat', [420], { fullPage: 120 }), 0))[1]
    expect(own).toMatchObject({ verdict: 'won', falsePages: 0 })
    const lead = Math.round(own?.lead ?? 0)
    expect(words).toContain(`“full within 120 s” ${lead} s before`)
    expect(words).toContain(`rings ${lead} s before the first loss`)
  })

  it('a consumer that falls behind for good', () => {
    const frame = at(framesOf<WarningFrame>(warning, 'lag', [340], { window: 120, fullPage: 240 }), 0)
    const own = lanesOf(frame)[1]
    expect(own).toMatchObject({ verdict: 'won', falsePages: 0 })
    const lead = Math.round(own?.lead ?? 0)
    expect(words).toContain(`pages ${lead} s before its first loss`)
    expect(words).toContain(`rings ${lead} s before.`)
    expect(words).toContain(`${grouped(frame.failing.room)} are ${lagOf(frame)} s in the other`)
    expect(words).toContain(`${grouped(frame.failing.room)} messages are ${lagOf(frame)} s here`)
  })
})
