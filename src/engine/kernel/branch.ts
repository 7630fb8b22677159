import type { SimTime } from './time.ts'
import type { Stamped } from './timeline.ts'

/** A moment kept to come back to: the engine's state, and its measures for charts over time. */
interface Checkpoint<Saved> {
  readonly time: SimTime
  readonly applied: number
  readonly saved: Saved
  readonly measures: readonly number[]
}

/** One future of a run, as its timeline keeps it. */
export interface Branch<Command, Saved> {
  readonly id: string
  name: string
  readonly parent: string | null
  readonly forkAt: SimTime
  horizon: SimTime
  commands: Stamped<Command>[]
  /** How many of `commands` were given on this branch. */
  own: number
  /** The drag or key sequence that opened this branch and may still replace its command. */
  readonly gesture: string | null
  checkpoints: Checkpoint<Saved>[]
}
