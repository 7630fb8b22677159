import { at } from '../../shared/assert.ts'
import { MILLISECOND, SECOND, tickTime, type SimTime } from '../kernel/time.ts'
import type { JitterConfig } from './config.ts'
import type { Journey } from './network/network.ts'
import type { JitterSettings } from './settings.ts'
import { MAX_PACKETS, type Trace } from './trace.ts'

/** The sender's plan: how many packets, when each leaves, and how often. */
export interface Source {
  readonly packetCount: number
  /** Frames a second; a player without timestamps asks at this rate. */
  readonly perSecond: number
  readonly interval: SimTime
  /** What was added to arrivals so that none precedes its sending; reported delays take it off again. */
  readonly clockOffset: SimTime
  /** When the packet leaves, on the clock of the run, which is the player's. */
  sentAt(packet: number): SimTime
  /** The packet's timestamp: when it leaves on the sender's clock, which may run at another speed. */
  stampOf(packet: number): SimTime
  /** How much later than its timestamp says a packet leaves. */
  lagOf(stamp: SimTime): SimTime
  /** Where the source knows what the network did: the packet's journey. Null: ask the network. */
  journey(packet: number): Journey | null
}

/** What a row's earliest packet takes at least, so that none arrives before it was sent. */
const ROW_LEAD: SimTime = 20 * MILLISECOND

export function createSource({ settings, trace, row }: JitterConfig): Source {
  if (trace !== null) return traceSource(trace, settings.for * SECOND)
  return row === null ? steadySource(settings) : rowSource(row, settings.fps)
}

/** Sender and player agree on the time. */
const oneClock = (sentAt: (packet: number) => SimTime) => ({ sentAt, stampOf: sentAt, lagOf: () => 0 })

/** A sender whose clock is slower than the player's by `drift` millionths: its seconds last longer. */
const ownClock = (stampOf: (packet: number) => SimTime, drift: number) => {
  const lagOf = (stamp: SimTime): SimTime => Math.round((stamp * drift) / 1e6)
  return { sentAt: (packet: number) => stampOf(packet) + lagOf(stampOf(packet)), stampOf, lagOf }
}

function steadySource({ fps, for: seconds, drift }: JitterSettings): Source {
  return {
    packetCount: Math.min(MAX_PACKETS, Math.ceil(seconds * fps)),
    perSecond: fps,
    interval: Math.round(SECOND / fps),
    clockOffset: 0,
    ...ownClock((packet) => tickTime(packet, fps), drift),
    journey: () => null,
  }
}

/**
 * Arrivals as drawn on a slide, against a playback at `perSecond`: the sender is assumed to have kept that pace,
 * and its clock to lag enough that no packet arrives before it was sent.
 */
function rowSource(row: readonly SimTime[], perSecond: number): Source {
  const lead =
    row.reduce((most, arrival, i) => Math.max(most, tickTime(i, perSecond) - arrival), 0) + ROW_LEAD
  return {
    packetCount: row.length,
    perSecond,
    interval: Math.round(SECOND / perSecond),
    clockOffset: lead,
    ...oneClock((packet) => tickTime(packet, perSecond)),
    journey: (packet) => ({ arrival: at(row, packet) + lead, copy: null }),
  }
}

function traceSource(trace: Trace, duration: SimTime): Source {
  const copies = new Map<number, SimTime>()
  trace.copies.row.forEach((row, i) => copies.set(row, at(trace.copies.arrived, i)))
  const inTime = trace.sent.findIndex((sent) => sent >= duration)
  return {
    packetCount: Math.max(1, inTime < 0 ? trace.sent.length : inTime),
    perSecond: SECOND / trace.interval,
    interval: Math.round(trace.interval),
    clockOffset: trace.clockOffset,
    ...oneClock((packet) => at(trace.sent, packet)),
    journey(packet) {
      const arrival = at(trace.arrived, packet)
      return { arrival: Number.isNaN(arrival) ? null : arrival, copy: copies.get(packet) ?? null }
    },
  }
}
