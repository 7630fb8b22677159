import { at } from '../../../shared/assert.ts'
import { grouped } from '../../../shared/words.ts'
import { SECOND } from '../../kernel/time.ts'
import { nameOfType, staticType } from './payload-types.ts'
import type { Numbered } from './rtp-numbering.ts'
import type { RtpPackets } from './rtp-packets.ts'

/** Clocks that payload formats use. */
const USUAL = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 90_000]
/** The nearest two of them differ by 8 %; a short trace is not as exact. */
const near = (seconds: number): number => 0.04 + Math.min(0.2, 0.1 / Math.max(seconds, 1e-3))
/** A static type's clock is doubted when the timestamps disagree with it by more than this. */
const DOUBT = 0.2
/** Timestamps and arrivals part by more than this only when the source sets its clock. */
const JUMP = 2 * SECOND
/** What a shorter trace says of a clock proves nothing. */
const TELLING_SECONDS = 2
const HALF_RANGE = 0x8000_0000
const RANGE = 0x1_0000_0000

/** The step from one 32-bit timestamp to another, the short way round. */
export function signed32(step: number): number {
  const rest = step % RANGE
  return rest >= HALF_RANGE ? rest - RANGE : rest < -HALF_RANGE ? rest + RANGE : rest
}

/** The ticks a second of a stream's timestamps, and how they are known: "at 48,000 Hz, since …". */
export interface Clock {
  readonly perSecond: number
  readonly why: string
}

/** The clock of a payload type: by its number where that says it, or else from how the timestamps advance. */
export function clockOf(type: number, packets: RtpPackets, numbered: Numbered): Clock {
  const measured = measure(packets, numbered)
  const known = staticType(type)
  if (known !== null) {
    const { clock, name } = known
    return {
      perSecond: clock,
      why: `at ${grouped(clock)} Hz, the clock of ${name}${doubtOf(clock, measured)}`,
    }
  }
  const unknown = `${nameOfType(type)} has no clock of its own`
  if (measured === null)
    return { perSecond: 90_000, why: `at 90,000 Hz: ${unknown}, and the trace is too short to tell` }
  const { rate, seconds } = measured
  const nearest = USUAL.reduce((best, one) => (distance(one, rate) < distance(best, rate) ? one : best))
  if (distance(nearest, rate) <= near(seconds))
    return { perSecond: nearest, why: `at ${grouped(nearest)} Hz, a guess: ${unknown}, and ${said(rate)}` }
  const own = Math.max(1, Math.round(rate))
  return {
    perSecond: own,
    why: `at ${grouped(own)} Hz, as they advance on average: ${unknown}, and no usual one is near`,
  }
}

interface Measured {
  /** Ticks a second. */
  readonly rate: number
  /** Over what time. */
  readonly seconds: number
}

const said = (rate: number): string => `the timestamps advance ${grouped(Math.round(rate))} a second`

const doubtOf = (clock: number, measured: Measured | null): string =>
  measured === null || measured.seconds < TELLING_SECONDS || Math.abs(measured.rate / clock - 1) <= DOUBT
    ? ''
    : `, though ${said(measured.rate)}`

const distance = (clock: number, measured: number): number => Math.abs(Math.log(measured / clock))

/** How fast a stream's timestamps advance against its arrivals; null when that can't be told. */
function measure(packets: RtpPackets, numbered: Numbered): Measured | null {
  const rough = roughRate(packets, numbered)
  if (rough === null) return null
  const { times, ticks } = longestRun(packets, numbered, rough)
  const half = Math.max(1, times.length >> 1)
  const rates = times.slice(half).flatMap((time, i) => {
    const elapsed = time - at(times, i)
    return elapsed > 0 ? [((at(ticks, i + half) - at(ticks, i)) * SECOND) / elapsed] : []
  })
  const seconds = (at(times, times.length - 1) - at(times, 0)) / SECOND
  return { rate: middleOf(rates) ?? rough, seconds }
}

/** The middle one of the rates over spans that are long beside jitter: a source that begins anew counts for little. */
function roughRate({ stamp, arrived }: RtpPackets, { rows, numbers, restarts }: Numbered): number | null {
  const length = at(arrived, at(rows, rows.length - 1)) - at(arrived, at(rows, 0))
  const span = Math.min(Math.max(length / 20, SECOND / 2), 10 * SECOND, Math.max(length, 1))
  const rates: number[] = []
  let from = 0
  for (let place = 1; place < rows.length; place++) {
    if (restarts.has(place)) from = place
    const elapsed = at(arrived, at(rows, place)) - at(arrived, at(rows, from))
    if (elapsed < span || at(numbers, place) <= at(numbers, from)) continue
    rates.push((signed32(at(stamp, at(rows, place)) - at(stamp, at(rows, from))) * SECOND) / elapsed)
    from = place
  }
  const middle = middleOf(rates)
  return middle !== null && middle > 0 ? middle : null
}

interface ClockRun {
  readonly times: number[]
  readonly ticks: number[]
}

/** The longest run of packets in order over which the source's clock does not jump. */
function longestRun(
  { stamp, arrived }: RtpPackets,
  { rows, numbers, restarts }: Numbered,
  rate: number,
): ClockRun {
  const begin = (row: number): ClockRun => ({ times: [at(arrived, row)], ticks: [at(stamp, row)] })
  let last = 0
  let run = begin(at(rows, 0))
  let longest = run
  for (let place = 1; place < rows.length; place++) {
    if (at(numbers, place) <= at(numbers, last)) continue
    const [row, before] = [at(rows, place), at(rows, last)]
    const step = signed32(at(stamp, row) - at(stamp, before))
    const elapsed = at(arrived, row) - at(arrived, before)
    if (restarts.has(place) || Math.abs((step * SECOND) / rate - elapsed) > JUMP) run = begin(row)
    else {
      run.times.push(at(arrived, row))
      run.ticks.push(at(run.ticks, run.ticks.length - 1) + step)
    }
    if (run.times.length > longest.times.length) longest = run
    last = place
  }
  return longest
}

const middleOf = (values: number[]): number | null => values.sort((a, b) => a - b)[values.length >> 1] ?? null
