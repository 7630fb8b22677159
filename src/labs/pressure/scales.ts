import { max } from 'd3-array'
import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { LaneFrame } from '../../engine/flow/pressure/frame.ts'
import type { Band } from './layout.ts'

/** A queue that came to less than this share of its limit is shown on a scale of its own size. */
const WORTH_ITS_LIMIT = 0.3
/** A queue this much larger than the bounded ones has a scale of its own: on theirs it would hide them. */
const OWN = 1.5
/** A limit this many times smaller than the others' would be a line on their scale. */
const SMALL = 6
const LEAST = 8

/** How many messages a lane's chart must have room for. Of the whole run so far, so that the scale rests while time goes on. */
function roomFor({ peak, limit }: LaneFrame): number {
  const most = Math.max(LEAST, peak)
  return limit !== null && peak > WORTH_ITS_LIMIT * limit ? Math.max(limit, peak) : most
}

export interface LaneScale {
  readonly y: ScaleLinear<number, number>
  /** True where the lane does not share its scale with the others. */
  readonly isOwn: boolean
}

/** The scale of messages of each lane: one for all, but for queues that outgrow the others, and for those held much shorter. */
export function laneScales(lanes: readonly LaneFrame[], bands: readonly Band[]): readonly LaneScale[] {
  const rooms = lanes.map(roomFor)
  const bounded = rooms.filter((_, i) => lanes[i]?.limit !== null)
  const shared = max(bounded.length > 0 ? bounded : rooms) ?? LEAST
  return lanes.map((_, i) => {
    const room = rooms[i] ?? LEAST
    const limit = lanes[i]?.limit ?? null
    const isOwn = room > OWN * shared || (limit !== null && limit < shared / SMALL)
    const { top, bottom } = bands[i] ?? { top: 0, bottom: 0 }
    const most = isOwn ? room : Math.max(shared, room)
    return { y: scaleLinear([0, most * 1.06], [bottom, top]), isOwn }
  })
}
