import { at } from '../../shared/assert.ts'
import type { SimTime } from '../kernel/time.ts'
import type { PlayoutOptions } from './config.ts'
import type { JitterEngine } from './jitter-engine.ts'
import type { Ledger } from './ledger.ts'
import { PlayoutClock } from './playout-clock.ts'
import type { DelayPolicy } from './policies/policy.ts'
import type { Delivery, Stream } from './receiver.ts'

/**
 * What a policy would have made of a run's arrivals so far under other options: the playout clock once more, without
 * an engine around it. Copies made by the network are left out.
 */
export function replay(engine: JitterEngine, policy: DelayPolicy<object>, options: PlayoutOptions): Ledger {
  const { passage, source, now: end } = engine
  const { arrivalOrder, arrivals } = passage
  const clock = new PlayoutClock(policy, { options, interval: source.interval })
  clock.ledger.lagOf = (stamp) => source.lagOf(stamp)
  for (let packet = 0; packet < source.packetCount; packet++) clock.ledger.addPacket(packet)
  const lastSent = source.sentAt(source.packetCount - 1)
  let next = 0
  let now = 0
  const stream: Stream = {
    jitter: 0,
    packetCount: source.packetCount,
    sentAt: (packet) => source.stampOf(packet),
    arrivedAt: (packet) => arrivals.get(packet),
    get noMoreArrivals() {
      return engine.noMoreArrivals && next === arrivalOrder.length && now >= lastSent
    },
  }
  const deliveryAt = (index: number): Delivery | null => {
    if (index >= arrivalOrder.length) return null
    const packet = arrivalOrder.get(index)
    return { packet, sent: source.stampOf(packet), arrived: arrivals.get(packet) }
  }
  /** When the clock rings, soonest first: at most two, for a wait may end before its deadline. */
  const rings: SimTime[] = []
  for (;;) {
    const delivery = deliveryAt(next)
    const ring = rings[0] ?? Infinity
    now = Math.min(ring, delivery?.arrived ?? Infinity)
    if (now > end) return clock.ledger
    let rung: SimTime | null
    if (delivery !== null && delivery.arrived <= ring) {
      next += 1
      rung = clock.deliver(delivery)
    } else {
      rung = clock.tick(at(rings, 0), stream)
      rings.shift()
    }
    if (rung !== null) rings.push(rung)
    rings.sort((a, b) => a - b)
  }
}
