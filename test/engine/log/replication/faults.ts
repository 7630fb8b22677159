import * as fc from 'fast-check'
import { MILLISECOND, SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import type { BrokerAct, ReplicationCommand } from '../../../../src/engine/log/replication/config.ts'
import type { ReplicationEngine } from '../../../../src/engine/log/replication/replication-engine.ts'
import type { Witness } from './oracle.ts'
import type { LaneId } from '../../../../src/engine/log/replication/codes.ts'
import { laneOf } from './support.ts'

/** A failure of one broker, or of one link of it, and its end. */
export interface Fault {
  readonly kind: 'kill' | 'freeze' | 'cut-off' | 'cut'
  readonly broker: number
  /** The other end, for `cut`; 0 is the controller. */
  readonly other: number
  /** How long after the one before it begins, and how long it lasts, in ms. */
  readonly after: number
  readonly lasts: number
}

export const anyFault = (brokers: number): fc.Arbitrary<Fault> =>
  fc.record({
    kind: fc.constantFrom('kill' as const, 'freeze' as const, 'cut-off' as const, 'cut' as const),
    broker: fc.integer({ min: 1, max: brokers }),
    other: fc.integer({ min: 0, max: brokers }),
    after: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 3_000 })),
    lasts: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4_000 })),
  })

const ENDS: Record<'kill' | 'freeze' | 'cut-off', BrokerAct> = {
  kill: 'restart',
  freeze: 'thaw',
  'cut-off': 'reconnect',
}

const beginning = ({ kind, broker, other }: Fault): ReplicationCommand =>
  kind === 'cut' ? { kind, a: broker, b: other } : { kind, broker }

const ending = ({ kind, broker, other }: Fault): ReplicationCommand =>
  kind === 'cut' ? { kind: 'heal', a: broker, b: other } : { kind: ENDS[kind], broker }

export interface Moment {
  readonly at: SimTime
  readonly command: ReplicationCommand
}

/** One failure after another, each over before the next begins. */
export function oneByOne(faults: readonly Fault[]): Moment[] {
  let now = 0
  return faults.flatMap((fault) => {
    const begins = now + fault.after * MILLISECOND
    now = begins + fault.lasts * MILLISECOND
    return [
      { at: begins, command: beginning(fault) },
      { at: now, command: ending(fault) },
    ]
  })
}

/** Failures that overlap as they come. */
export function allAtOnce(faults: readonly Fault[]): Moment[] {
  let now = 0
  return faults
    .flatMap((fault) => {
      now += fault.after * MILLISECOND
      return [
        { at: now, command: beginning(fault) },
        { at: now + fault.lasts * MILLISECOND, command: ending(fault) },
      ]
    })
    .sort((a, b) => a.at - b.at)
}

/** Time for everything to be as it should again. */
const REST = 6 * SECOND

/** Runs through the moments, watching one lane, mends what is left broken, and lets the cluster come to rest. */
export function endure(
  engine: ReplicationEngine,
  moments: readonly Moment[],
  lanes: readonly (readonly [LaneId, Witness])[],
): void {
  const watch = (): void => {
    for (const [id, witness] of lanes) witness.watch(laneOf(engine, id))
  }
  for (const { at, command } of moments) {
    engine.advance(at)
    watch()
    engine.apply(command)
  }
  const { brokers } = engine.settings
  for (let id = 1; id <= brokers; id++)
    for (const kind of ['thaw', 'restart', 'reconnect'] as const) engine.apply({ kind, broker: id })
  for (let a = 0; a <= brokers; a++)
    for (let b = a + 1; b <= brokers; b++) engine.apply({ kind: 'heal', a, b })
  engine.advance(engine.now + REST)
  watch()
}
