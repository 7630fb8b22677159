import type { JitterEngine } from '../../src/engine/jitter/jitter-engine.ts'

/** Counts what goes into and comes out of a run's network, beside the engine's own books. */
export class Tally {
  sent = 0
  lost = 0
  /** Packets and copies on their way: "12" and "12 copy". */
  readonly inNetwork = new Set<string>()

  /** Listens to a run from its start. */
  constructor(engine: JitterEngine) {
    const { passage } = engine
    const send = passage.send.bind(passage)
    const arrive = passage.arrive.bind(passage)
    const lose = passage.lose.bind(passage)
    passage.send = (now, plan) => {
      const packet = passage.packets
      this.count(packet, plan.arrival, plan.copy)
      send(now, plan)
    }
    passage.arrive = (packet, copy, ...rest) => {
      const isReal = arrive(packet, copy, ...rest)
      if (isReal) this.inNetwork.delete(copy ? `${packet} copy` : String(packet))
      return isReal
    }
    passage.lose = (packet) => {
      const outcome = lose(packet)
      if (outcome.ok) {
        this.inNetwork.delete(String(packet))
        this.lost += 1
      }
      return outcome
    }
  }

  private count(packet: number, arrival: number | null, copy: number | null): void {
    this.sent += copy === null ? 1 : 2
    if (arrival === null) this.lost += 1
    else this.inNetwork.add(String(packet))
    if (copy !== null) this.inNetwork.add(`${packet} copy`)
  }
}
