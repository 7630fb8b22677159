/** What bounds NetEq's target, in milliseconds. Packets are frames of `packetMs`. */
export interface DelayConstraints {
  /** At least this much, 0 .. 10,000: a page sets it as its `jitterBufferTarget`. */
  readonly minimumMs: number
  /** At most this much; 0 for no bound. */
  readonly maximumMs: number
  readonly packetMs: number
}

/** Slots of NetEq's packet buffer. A full one is emptied. */
export const PACKET_SLOTS = 200
const MOST_MINIMUM_MS = 10_000

/**
 * A target within its bounds: never more than three quarters of the packet buffer hold, whatever the minimum says.
 * Source: WebRTC modules/audio_coding/neteq/delay_constraints.cc.
 */
export function constrainDelay(
  delayMs: number,
  { minimumMs, maximumMs, packetMs }: DelayConstraints,
): number {
  const room = Math.floor((3 * PACKET_SLOTS * packetMs) / 4)
  const most = Math.min(room, maximumMs > 0 ? maximumMs : Infinity)
  const least = Math.min(minimumMs, MOST_MINIMUM_MS)
  return Math.min(Math.max(delayMs, least), most)
}
