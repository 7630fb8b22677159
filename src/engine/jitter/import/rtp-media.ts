import { at } from '../../../shared/assert.ts'
import type { Numbered } from './rtp-numbering.ts'
import { KIND, type RtpPackets } from './rtp-packets.ts'
import type { SendTimes } from './rtp-send-times.ts'

/** This share of a stream's packets repeat the timestamp of the one before: then they are pieces of frames. */
const GROUPED_FROM = 0.1
/** And this share of another payload type's: then they are no media, but keys of a telephone (RFC 4733). */
const EVENTS_FROM = 0.3

/** Which packets of a stream carry media, and how. */
export interface Media {
  /** Places in `numbered.rows`, in order of arrival. */
  readonly places: Int32Array
  /** The payload type of most packets. */
  readonly mainType: number
  /** Several packets of one timestamp make a frame. */
  readonly isGrouped: boolean
  /** Payload types that are no media, and how many packets they have. */
  readonly events: { readonly types: readonly number[]; readonly packets: number }
}

interface TypeUse {
  packets: number
  /** How many repeat the timestamp of the packet of that type before. */
  repeats: number
  lastNumber: number
  lastTicks: number
}

/** The payload type that most packets of a stream have. */
export function mainTypeOf({ kind }: RtpPackets, { rows }: Numbered): number {
  const uses = new Map<number, number>()
  let main = at(kind, at(rows, 0)) & KIND.payloadType
  for (const row of rows) {
    const type = at(kind, row) & KIND.payloadType
    const count = (uses.get(type) ?? 0) + 1
    uses.set(type, count)
    if (count > (uses.get(main) ?? 0)) main = type
  }
  return main
}

/** Tells media from padding and from telephone keys, and frames of one packet from frames of many. */
export function findMedia(
  { kind }: RtpPackets,
  { rows, numbers }: Numbered,
  { ticks }: SendTimes,
  mainType: number,
): Media {
  const uses = new Map<number, TypeUse>()
  for (let place = 0; place < rows.length; place++) {
    const own = at(kind, at(rows, place))
    if ((own & KIND.empty) !== 0) continue
    const type = own & KIND.payloadType
    const use = uses.get(type) ?? { packets: 0, repeats: 0, lastNumber: Number.NaN, lastTicks: Number.NaN }
    use.packets += 1
    if (at(ticks, place) === use.lastTicks && at(numbers, place) !== use.lastNumber) use.repeats += 1
    use.lastNumber = at(numbers, place)
    use.lastTicks = at(ticks, place)
    uses.set(type, use)
  }
  const share = (type: number): number => {
    const use = uses.get(type)
    return use === undefined ? 0 : use.repeats / use.packets
  }
  const isGrouped = share(mainType) >= GROUPED_FROM
  const types = [...uses.keys()].filter(
    (type) => !isGrouped && type !== mainType && share(type) >= EVENTS_FROM,
  )
  const isMedia = (row: number): boolean =>
    (at(kind, row) & KIND.empty) === 0 && !types.includes(at(kind, row) & KIND.payloadType)
  const places = Int32Array.from(rows.keys()).filter((place) => isMedia(at(rows, place)))
  const packets = types.reduce((sum, type) => sum + (uses.get(type)?.packets ?? 0), 0)
  return { places, mainType, isGrouped, events: { types, packets } }
}
