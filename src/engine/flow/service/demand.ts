import { at } from '../../../shared/assert.ts'
import { exponentialOf } from '../../kernel/exponential.ts'
import { normalQuantile } from '../../kernel/normal.ts'
import { RandomStream, uniformOf, type RandomState } from '../../kernel/random.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'

/** How service times vary around their mean, and the messages that hold up a worker. */
export interface DemandSpec {
  readonly shape: 'constant' | 'exponential' | 'heavy'
  /** Squared coefficient of variation of `heavy`. */
  readonly scv: number
  /** The chance that a message is a blocker, and how much longer its service takes, in milliseconds. */
  readonly blockers: number
  readonly blockMs: number
}

/** The squared coefficient of variation of the service times, blockers left aside. */
export const scvOf = ({ shape, scv }: DemandSpec): number =>
  shape === 'constant' ? 0 : shape === 'exponential' ? 1 : scv

/** Draws the work that messages make. Heavy tails are log-normal: mean 1, and the variance that is asked for. */
export class Demand {
  private readonly spec: DemandSpec
  private readonly times: RandomStream
  private readonly blockers: RandomStream
  private readonly sigma: number

  constructor(seed: number, spec: DemandSpec) {
    this.spec = spec
    this.times = RandomStream.of(seed, 'service.times')
    this.blockers = RandomStream.of(seed, 'service.blockers')
    this.sigma = Math.sqrt(Math.log1p(spec.scv))
  }

  /** The next message's service time in mean service times. Always takes one draw. */
  work(): number {
    return this.workOf(this.times.uint32())
  }

  /** Draws for as many calls of `workOf` as `bits` has room for. */
  drawWork(bits: Uint32Array): void {
    this.times.drawInto(bits)
  }

  /** The service time, in mean service times, that a draw of 32 bits stands for. */
  workOf(bits: number): number {
    switch (this.spec.shape) {
      case 'constant':
        return 1
      case 'exponential':
        return exponentialOf(bits)
      case 'heavy':
        return Math.exp(this.sigma * (normalQuantile(uniformOf(bits)) - this.sigma / 2))
    }
  }

  /** How much longer the next message takes because it is a blocker; mostly 0. Always takes one draw. */
  extra(): SimTime {
    return this.blockers.chance(this.spec.blockers) ? fromMs(this.spec.blockMs) : 0
  }

  save(): readonly RandomState[] {
    return [this.times.save(), this.blockers.save()]
  }

  restore(saved: readonly RandomState[]): void {
    this.times.restore(at(saved, 0))
    this.blockers.restore(at(saved, 1))
  }
}
