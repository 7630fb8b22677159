import { at } from '../../shared/assert.ts'
import { FATE, JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import { rowOf } from './row-of.ts'

/** What became of one packet, in sentences: where each millisecond went. */
export interface PacketStory {
  readonly journey: string
  readonly lanes: readonly { readonly name: string; readonly text: string }[]
}

const ms = (microseconds: number): string => `${(microseconds / 1_000).toFixed(1)} ms`

/** The story of packet `number`, or null when it is not in view. */
export function tellPacket(frame: JitterFrame, number: number): PacketStory | null {
  const row = rowOf(frame.packets, number)
  if (row < 0) return null
  return {
    journey: tellJourney(frame, row),
    lanes: frame.lanes.map((lane) => ({ name: lane.about.name, text: tellLane(frame, lane, row) })),
  }
}

function tellJourney({ packets, transits, now }: JitterFrame, row: number): string {
  const sent = at(packets.sent, row)
  const start = `Sent at ${(sent / 1e6).toFixed(3)} s`
  if (packets.journey[row] === JOURNEY.lost) return `${start}, lost on its way.`
  const arrived = at(packets.arrived, row)
  const took = arrived - sent
  if (packets.journey[row] === JOURNEY.travelling)
    return `${start}, on its way: it will arrive in ${ms(arrived - now)}, ${ms(took)} after it left.`
  const more = took - transits.fastest
  return `${start}, arrived ${ms(took)} later${more > 0 ? `, ${ms(more)} slower than the fastest` : ', the fastest so far'}.`
}

function tellLane({ packets }: JitterFrame, { fate, shownAt, stalls }: LaneFrame, row: number): string {
  const sent = at(packets.sent, row)
  const arrived = at(packets.arrived, row)
  const shown = at(shownAt, row)
  switch (at(fate, row)) {
    case FATE.played: {
      const stall = stalls.find(({ end }) => end === shown)
      const after = stall === undefined ? '' : ` It ended a stall of ${ms(stall.end - stall.start)}.`
      return `Waited ${ms(shown - arrived)}, shown ${ms(shown - sent)} after sending.${after}`
    }
    case FATE.waiting:
      return 'Waits in the buffer.'
    case FATE.late:
      return 'Came after its turn: discarded.'
    case FATE.lost:
      return 'Never came.'
    case FATE.overwritten:
      return 'Pushed out of the full ring before it was shown.'
    case FATE.dropped:
      return 'Dropped on arrival, to shorten the queue.'
    default:
      return 'Not here yet.'
  }
}
