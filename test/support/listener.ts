import { POLICIES } from '../../src/engine/jitter/policies/index.ts'
import { type PolicyId } from '../../src/engine/jitter/settings/policies.ts'
import type { DelayPolicy, PolicyContext } from '../../src/engine/jitter/policies/policy.ts'
import { playoutOf } from '../../src/engine/jitter/config-of.ts'
import { fromMs, toMs, type SimTime } from '../../src/engine/kernel/time.ts'
import { assert } from '../../src/shared/assert.ts'
import { plainSettings } from './jitter.ts'

/** A delay policy that is fed packets, without a player. */
export class Listener {
  readonly policy: DelayPolicy<object>
  readonly context: PolicyContext
  private readonly state: object
  private heard = 0
  /** The target in milliseconds after each packet of the last `hearAll`. */
  targets: number[] = []

  constructor(id: PolicyId, intervalMs = 20) {
    const policy = POLICIES[id]
    assert(policy.kind === 'delay', `${id} is no delay policy`)
    this.policy = policy
    this.context = { options: playoutOf(plainSettings({})), interval: fromMs(intervalMs) }
    this.state = policy.start(this.context)
  }

  hear(sequence: number, sent: SimTime, arrived: SimTime): void {
    this.policy.observe(this.state, { sequence, sent, arrived }, this.context)
  }

  /** Packets one interval apart that took so many milliseconds. */
  hearAll(delays: readonly number[]): this {
    this.targets = delays.map((delay) => {
      const sent = this.heard * this.context.interval
      this.hear(this.heard, sent, sent + fromMs(delay))
      this.heard += 1
      return toMs(this.target)
    })
    return this
  }

  get offset(): SimTime {
    return this.policy.offset(this.state, this.context)
  }

  get target(): SimTime {
    return this.policy.target(this.state, this.context)
  }
}
