import type { Span } from '../kernel/engine.ts'
import type { SimTime } from '../kernel/time.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import type { Ledger } from './ledger.ts'
import { POLICIES } from './policies/index.ts'
import { POLICY_WORDS, type Origin, type PolicyId } from './settings/policies.ts'
import type { Stall } from './quality/stalls.ts'

/** A passage of a run: every packet sent in it, and all that each player did in it. Times in microseconds. */
export interface JitterExcerpt {
  readonly span: Span
  /** The sender's usual time between two packets. */
  readonly interval: SimTime
  /** A row a packet, in order of sending. `arrived` is NaN where it had not arrived by the end of the span. */
  readonly packets: { readonly sent: Float64Array; readonly arrived: Float64Array }
  readonly lanes: readonly LaneExcerpt[]
}

export interface LaneExcerpt {
  readonly policy: PolicyId
  readonly name: string
  readonly origin: Origin
  /** 'delay': each packet has its turn. 'gate': frames in the order they came, one a tick of the clock. */
  readonly kind: 'gate' | 'delay'
  /** What was shown, in order of time; a copy that is shown again has a row of its own. */
  readonly shown: { readonly time: Float64Array; readonly packet: Int32Array }
  /** The stalls that began in the span; `end` is NaN where one was not over by its end. */
  readonly stalls: readonly Stall[]
  /** When the player's work was done; null where it was not by the end of the span. */
  readonly finishedAt: SimTime | null
}

/** What happened from `span.from` to `span.to`, both included. */
export function takeExcerpt(engine: JitterEngine, span: Span): JitterExcerpt {
  const { sentTimes, arrivals } = engine.passage
  const first = sentTimes.lowerBound(span.from)
  const count = sentTimes.lowerBound(span.to + 1) - first
  const sent = new Float64Array(count)
  const arrived = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const arrival = arrivals.get(first + i)
    sent[i] = sentTimes.get(first + i)
    arrived[i] = arrival <= span.to ? arrival : Number.NaN
  }
  return {
    span,
    interval: engine.source.interval,
    packets: { sent, arrived },
    lanes: engine.lanes.map((lane) => laneExcerpt(engine, lane, span)),
  }
}

function laneExcerpt(engine: JitterEngine, { policy, ledger }: Lane, span: Span): LaneExcerpt {
  const { name, origin } = POLICY_WORDS[policy]
  const { finishedAt } = ledger
  return {
    policy,
    name,
    origin,
    kind: POLICIES[policy].kind === 'gate' ? 'gate' : 'delay',
    shown: shownIn(engine, ledger, span),
    stalls: stallsFrom(ledger, span),
    finishedAt: finishedAt !== null && finishedAt <= span.to ? finishedAt : null,
  }
}

function shownIn(
  { passage }: JitterEngine,
  { shownPackets, delays }: Ledger,
  span: Span,
): LaneExcerpt['shown'] {
  const timeOf = (row: number): SimTime => passage.sentTimes.get(shownPackets.get(row)) + delays.get(row)
  const first = firstRow(shownPackets.length, (row) => timeOf(row) >= span.from)
  const count = firstRow(shownPackets.length, (row) => timeOf(row) > span.to) - first
  const packet = new Int32Array(count)
  shownPackets.copy(first, first + count, packet)
  return { packet, time: Float64Array.from(packet, (_, i) => timeOf(first + i)) }
}

function stallsFrom(ledger: Ledger, span: Span): Stall[] {
  const first = firstRow(ledger.stallCount, (row) => ledger.stall(row).start >= span.from)
  const end = firstRow(ledger.stallCount, (row) => ledger.stall(row).start > span.to)
  return Array.from({ length: end - first }, (_, i) => {
    const stall = ledger.stall(first + i)
    return stall.end <= span.to ? stall : { ...stall, end: Number.NaN }
  })
}

/** The first of `count` rows for which `holds` is true, where it is false for all before and true for all after. */
function firstRow(count: number, holds: (row: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
