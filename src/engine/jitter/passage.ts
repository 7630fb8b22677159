import { refuse, accept, type Outcome } from '../../shared/outcome.ts'
import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import { SECOND, toMs, type SimTime } from '../kernel/time.ts'
import { JOURNEY, type Journey } from './fate.ts'
import type { Journey as Plan } from './network/network.ts'
import { InterarrivalJitter, type SavedJitter } from './rfc3550.ts'

/** Transit times of what has arrived so far, in microseconds on the trace's own clocks. */
export interface TransitStats {
  count: number
  sum: number
  first: SimTime
  fastest: SimTime
  slowest: SimTime
}

export interface SavedPassage {
  readonly columns: readonly SavedColumn[]
  readonly jitter: SavedJitter
  readonly transits: TransitStats
  readonly sent: number
  readonly travelling: number
}

const LONGEST_MOVE: SimTime = 60 * SECOND

/** The books of the network: what was sent, what is on its way, what came out, and how long it took. */
export class Passage {
  readonly sentTimes = float64()
  /** By packet: when it comes out of the network if nobody interferes; NaN when it is lost. */
  readonly plannedArrivals = float64()
  /** By packet: when it, or a copy of it, first arrived; NaN before. */
  readonly arrivals = float64()
  /** Packets in the order in which they, or a copy of them, first arrived. */
  readonly arrivalOrder = int32()
  readonly transits: TransitStats = { count: 0, sum: 0, first: 0, fastest: 0, slowest: 0 }
  private readonly journeys = uint8()
  /** By packet: how many deliveries of it, the packet itself and copies, are in the network. */
  private readonly underWay = uint8()
  private readonly rfc3550 = new InterarrivalJitter()
  private sentCount = 0
  private travelling = 0

  /** How many packets were sent, copies not counted. */
  get packets(): number {
    return this.sentTimes.length
  }

  /** Packets sent so far, each copy the network made counted too. */
  get sent(): number {
    return this.sentCount
  }

  /** Packets and copies in the network now. */
  get inNetwork(): number {
    return this.travelling
  }

  /** RFC 3550's interarrival jitter, in microseconds. */
  get jitter(): number {
    return this.rfc3550.value
  }

  journeyOf(packet: number): Journey {
    return this.journeys.get(packet) as Journey // only codes of JOURNEY are ever written
  }

  /** True while the packet, or a copy of it, may still arrive. */
  isUnderWay(packet: number): boolean {
    return this.underWay.get(packet) > 0
  }

  /** The next packet leaves the sender at `now` for the journey planned. */
  send(now: SimTime, { arrival, copy }: Plan): void {
    this.sentTimes.push(now)
    this.plannedArrivals.push(arrival ?? Number.NaN)
    this.arrivals.push(Number.NaN)
    this.journeys.push(arrival === null ? JOURNEY.lost : JOURNEY.travelling)
    this.sentCount += copy === null ? 1 : 2
    const deliveries = (arrival === null ? 0 : 1) + (copy === null ? 0 : 1)
    this.underWay.push(deliveries)
    this.travelling += deliveries
  }

  /** A packet with this timestamp, or its copy, comes out at `now`. False for an arrival that was moved or lost since it was planned. */
  arrive(packet: number, copy: boolean, now: SimTime, stamp: SimTime): boolean {
    if (!copy) {
      if (this.journeyOf(packet) !== JOURNEY.travelling || this.plannedArrivals.get(packet) !== now)
        return false
      this.journeys.set(packet, JOURNEY.arrived)
    }
    this.leaveNetwork(packet)
    if (Number.isNaN(this.arrivals.get(packet))) {
      this.arrivals.set(packet, now)
      this.arrivalOrder.push(packet)
    }
    this.rfc3550.add(stamp, now)
    this.noteTransit(now - this.sentTimes.get(packet))
    return true
  }

  /** Plans another arrival for a packet on its way; the value tells the change. */
  move(packet: number, arrival: SimTime, now: SimTime): Outcome<string> {
    const problem = this.whyFixed(packet)
    if (problem !== null) return refuse(problem)
    if (arrival < now) return refuse(`packet ${packet} cannot arrive before it was sent`)
    if (arrival - now > LONGEST_MOVE) return refuse(`packet ${packet} cannot take longer than a minute`)
    const change = Math.round(toMs(arrival - this.plannedArrivals.get(packet)))
    this.plannedArrivals.set(packet, arrival)
    return accept(`packet ${packet} ${change < 0 ? '−' : '+'}${Math.abs(change)} ms`)
  }

  /** Takes a packet on its way out of the network. */
  lose(packet: number): Outcome<string> {
    const problem = this.whyFixed(packet)
    if (problem !== null) return refuse(problem)
    this.plannedArrivals.set(packet, Number.NaN)
    this.journeys.set(packet, JOURNEY.lost)
    this.leaveNetwork(packet)
    return accept(`packet ${packet} lost`)
  }

  save(): SavedPassage {
    return {
      columns: saveColumns(this.columns()),
      jitter: this.rfc3550.save(),
      transits: { ...this.transits },
      sent: this.sentCount,
      travelling: this.travelling,
    }
  }

  restore(saved: SavedPassage): void {
    restoreColumns(this.columns(), saved.columns)
    this.rfc3550.restore(saved.jitter)
    Object.assign(this.transits, saved.transits)
    this.sentCount = saved.sent
    this.travelling = saved.travelling
  }

  private columns(): PagedColumn[] {
    const { sentTimes, plannedArrivals, arrivals, arrivalOrder, journeys, underWay } = this
    return [sentTimes, plannedArrivals, arrivals, arrivalOrder, journeys, underWay]
  }

  private leaveNetwork(packet: number): void {
    this.underWay.set(packet, this.underWay.get(packet) - 1)
    this.travelling -= 1
  }

  /** Why a packet cannot be changed now; null when it can. */
  private whyFixed(packet: number): string | null {
    if (!Number.isInteger(packet) || packet < 0) return `there is no packet ${packet}`
    if (packet >= this.packets) return `packet ${packet} has not been sent yet`
    const journey = this.journeyOf(packet)
    if (journey === JOURNEY.lost) return `packet ${packet} was lost on its way`
    return journey === JOURNEY.arrived ? `packet ${packet} has already arrived` : null
  }

  private noteTransit(transit: SimTime): void {
    const stats = this.transits
    if (stats.count === 0) {
      stats.first = transit
      stats.fastest = transit
      stats.slowest = transit
    }
    stats.count += 1
    stats.sum += transit
    stats.fastest = Math.min(stats.fastest, transit)
    stats.slowest = Math.max(stats.slowest, transit)
  }
}
