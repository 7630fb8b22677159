import { at } from '../../../shared/assert.ts'
import { SECOND } from '../../kernel/time.ts'
import { nameOfType, staticType } from './payload-types.ts'
import type { Numbered } from './rtp-numbering.ts'
import type { RtpPackets } from './rtp-packets.ts'
import { grouped } from './words.ts'

/** Clocks that payload formats use. */
const USUAL = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 90_000]
/** The nearest two of them differ by 8 %. */
const NEAR = 0.04
/** A static type's clock is doubted when the timestamps disagree with it by more than this. */
const DOUBT = 0.2
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
  const measured = ticksPerSecond(packets, numbered)
  const known = staticType(type)
  const says = measured === null ? '' : `${grouped(Math.round(measured))} a second`
  if (known !== null) {
    const { clock, name } = known
    const doubt =
      measured !== null && Math.abs(measured / clock - 1) > DOUBT ? `, though they advance ${says}` : ''
    return { perSecond: clock, why: `at ${grouped(clock)} Hz, the clock of ${name}${doubt}` }
  }
  const unknown = `${nameOfType(type)} has no clock of its own`
  if (measured === null)
    return { perSecond: 90_000, why: `at 90,000 Hz: ${unknown}, and the trace is too short to tell` }
  const nearest = USUAL.reduce((best, one) =>
    distance(one, measured) < distance(best, measured) ? one : best,
  )
  if (distance(nearest, measured) <= NEAR)
    return {
      perSecond: nearest,
      why: `at ${grouped(nearest)} Hz, a guess: ${unknown}, and the timestamps advance ${says}`,
    }
  const own = Math.max(1, Math.round(measured))
  return {
    perSecond: own,
    why: `at ${grouped(own)} Hz, as they advance on average: ${unknown}, and no usual one is near`,
  }
}

const distance = (clock: number, measured: number): number => Math.abs(Math.log(measured / clock))

/**
 * How fast timestamps advance against arrivals: the middle one of the rates over spans that are long beside any
 * jitter, so that a source that begins anew, or a burst, counts for little. Null when that can't be told.
 */
function ticksPerSecond(
  { stamp, arrived }: RtpPackets,
  { rows, numbers, restarts }: Numbered,
): number | null {
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
  const middle = rates.sort((a, b) => a - b)[rates.length >> 1]
  return middle !== undefined && middle > 0 ? middle : null
}
