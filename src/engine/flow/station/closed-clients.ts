import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { hashUniform } from '../load/hash.ts'
import type { RequestCounts } from '../pressure/frame.ts'
import type { Clients } from './clients.ts'
import { LogHistogram, type SavedHistogram } from './log-histogram.ts'
import type { Station } from './station.ts'
import { TimerHeap, type SavedTimers } from './timer-heap.ts'

export interface ClosedSpec {
  readonly seed: number
  readonly connections: number
  /** Messages a second that the open loop offers, and that all workers can serve. */
  readonly arrivals: number
  readonly service: number
  /** Messages at most. */
  readonly most: number
}

interface SavedClosed {
  readonly columns: readonly SavedColumn[]
  readonly timers: SavedTimers
  readonly corrected: SavedHistogram
  readonly numbers: readonly number[]
}

const THINKING = 0x5448494e
const STARTING = 0x53544152
/** After a refusal a client does not hammer on. */
const AFTER_LOSS = MILLISECOND

/**
 * Clients that send, wait for the answer, think and send again: while the service stands still they send nothing, and so
 * measure nothing. Thinking takes an exponential time, on average as long as makes them offer what the open loop does
 * if nobody ever waits. `corrected` adds what a client would have measured had it kept to its rhythm: a latency L adds
 * L - I, L - 2I, ... for its interval I (the correction for coordinated omission of Tene's HdrHistogram).
 */
export class ClosedClients implements Clients {
  readonly followsLoad = false
  readonly corrected = new LogHistogram()
  private readonly spec: ClosedSpec
  private readonly offered = new PagedColumn((n) => new Uint32Array(n))
  private readonly client = new PagedColumn((n) => new Uint32Array(n))
  private readonly timers = new TimerHeap()
  private sending = -1
  private arrivals: number
  private service: number

  constructor(spec: ClosedSpec) {
    this.spec = spec
    this.arrivals = spec.arrivals
    this.service = spec.service
    const rhythm = (spec.connections / spec.arrivals) * SECOND
    for (let client = 0; client < spec.connections; client++)
      this.timers.add(Math.round(rhythm * hashUniform(spec.seed ^ STARTING, client, 0)), client, 0)
  }

  get nextTime(): SimTime {
    return this.offered.length >= this.spec.most ? Infinity : this.timers.nextTime
  }

  itemOf(message: number): number {
    return message
  }

  offeredAt(message: number): SimTime {
    return this.offered.get(message)
  }

  sent(_station: Station, _message: number, _item: number, _tries: number, now: SimTime): void {
    this.offered.push(now)
    this.client.push(this.sending)
  }

  served(station: Station, message: number, now: SimTime): boolean {
    const latency = now - this.offered.get(message)
    station.ledger.latencies.add(latency)
    const interval = Math.max(1, Math.round((this.spec.connections / this.arrivals) * SECOND))
    for (let missed = latency; missed > 0; missed -= interval) this.corrected.add(missed)
    if (latency === 0) this.corrected.add(0)
    this.think(message, now, 1)
    return true
  }

  lost(_station: Station, message: number, now: SimTime): boolean {
    this.think(message, now, AFTER_LOSS)
    return true
  }

  ring(station: Station, now: SimTime): void {
    this.sending = this.timers.first
    this.timers.remove()
    const item = this.offered.length
    station.messages.makeUpTo(item + 1)
    station.send(item, 0, now)
  }

  reconfigure(arrivals: number, service: number): void {
    this.arrivals = arrivals
    this.service = service
  }

  requests(station: Station): RequestCounts {
    const { ledger } = station
    const succeeded = ledger.latencies.count
    const pending = ledger.countOf(0) + ledger.countOf(1)
    return {
      begun: ledger.offered,
      succeeded,
      failed: ledger.offered - succeeded - pending,
      pending,
      attemptsEach: ledger.offered === 0 ? Number.NaN : 1,
    }
  }

  save(): SavedClosed {
    return {
      columns: [this.offered.save(), this.client.save()],
      timers: this.timers.save(),
      corrected: this.corrected.save(),
      numbers: [this.sending, this.arrivals, this.service],
    }
  }

  restore(state: unknown): void {
    const saved = state as SavedClosed // what `save` gave
    ;[this.offered, this.client].forEach((column, i) => {
      const old = saved.columns[i]
      if (old !== undefined) column.restore(old)
    })
    this.timers.restore(saved.timers)
    this.corrected.restore(saved.corrected)
    const [sending = -1, arrivals = 1, service = 1] = saved.numbers
    Object.assign(this, { sending, arrivals, service })
  }

  /** Its client sends again after a pause of `least` or more. */
  private think(message: number, now: SimTime, least: SimTime): void {
    const { connections, seed } = this.spec
    const mean = Math.max(0, connections / this.arrivals - 1 / this.service) * SECOND
    const pause = -Math.log(hashUniform(seed ^ THINKING, message, 0)) * mean
    this.timers.add(now + Math.max(least, Math.round(pause)), this.client.get(message), 0)
  }
}
