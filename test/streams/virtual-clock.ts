import { SLEEPERS, type Sleeper } from '../../src/engine/flow/streams/chain.ts'
import type { StreamClock } from '../../src/streams/protocol.ts'

/** Time by hand: nothing passes until `step`, which wakes one sleeper and lets all promises run dry. */
export class VirtualClock implements StreamClock {
  private time = 0
  private readonly sleepers: { at: number; rank: number; wake: () => void }[] = []

  now(): number {
    return this.time
  }

  sleep(span: number, who: Sleeper): Promise<void> {
    return new Promise((wake) =>
      this.sleepers.push({ at: this.time + span, rank: SLEEPERS.indexOf(who), wake }),
    )
  }

  get isIdle(): boolean {
    return this.sleepers.length === 0
  }

  async step(): Promise<void> {
    await this.settle()
    this.sleepers.sort((a, b) => a.at - b.at || a.rank - b.rank)
    const next = this.sleepers.shift()
    if (next === undefined) throw new Error('nobody sleeps: nothing more will happen')
    this.time = next.at
    next.wake()
    await this.settle()
  }

  /** A task later, all microtasks before it have run. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }
}
