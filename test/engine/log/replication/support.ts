import { defaultsOf } from '../../../../src/shared/params.ts'
import { SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import type { LaneId } from '../../../../src/engine/log/replication/codes.ts'
import type { ReplicationCommand } from '../../../../src/engine/log/replication/config.ts'
import type { Lane } from '../../../../src/engine/log/replication/lane.ts'
import { ReplicationEngine } from '../../../../src/engine/log/replication/replication-engine.ts'
import {
  REPLICATION_SETTINGS,
  type ReplicationSettings,
} from '../../../../src/engine/log/replication/settings.ts'

/** The defaults, but for `changes`. */
export const settingsWith = (changes: Partial<ReplicationSettings>): ReplicationSettings =>
  ({ ...defaultsOf(REPLICATION_SETTINGS), ...changes }) as unknown as ReplicationSettings

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<ReplicationSettings> = {}, seed = 1): ReplicationEngine =>
  new ReplicationEngine({ seed, settings: settingsWith(changes) })

/** A command and when it is given, in seconds. */
export type Given = readonly [at: number, command: ReplicationCommand]

export const laneOf = (engine: ReplicationEngine, id: LaneId): Lane => {
  const lane = engine.lanes.find((candidate) => candidate.id === id)
  if (lane === undefined) throw new Error(`no lane ${id}`)
  return lane
}

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: ReplicationEngine, given: readonly Given[], until: SimTime): void {
  for (const [at, command] of given) {
    engine.advance(at * SECOND)
    engine.apply(command)
  }
  engine.advance(until)
}
