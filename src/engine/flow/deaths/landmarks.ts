import type { Landmark } from '../../kernel/engine.ts'
import { INCIDENT, type Incident, type LaneId } from './codes.ts'
import type { DeathsEngine } from './deaths-engine.ts'

/** So many of each store: a list that dies every minute must not crowd out the others. */
const MOST_A_LANE = 80

const WORDS: Readonly<Record<Incident, { readonly kind: Landmark['kind']; readonly label: string }>> = {
  [INCIDENT.crash]: { kind: 'trouble', label: 'out of memory, the process dies' },
  [INCIDENT.restart]: { kind: 'turn', label: 'started again, empty' },
  [INCIDENT.overwrite]: { kind: 'trouble', label: 'full, overwrites what nobody has read' },
  [INCIDENT.deletion]: { kind: 'trouble', label: 'retention deletes what nobody has read' },
  [INCIDENT.reset]: { kind: 'turn', label: 'OffsetOutOfRange, the consumer is sent elsewhere' },
  [INCIDENT.caughtUp]: { kind: 'turn', label: 'the consumer has caught up' },
}

const NAMES: Readonly<Record<LaneId, string>> = { list: 'List', ring: 'Ring', log: 'Log' }

/** The deaths, and what followed them, oldest first. */
export function landmarksOf(lanes: DeathsEngine['lanes']): Landmark[] {
  return lanes
    .flatMap(({ id, incidents }) =>
      Array.from({ length: Math.min(MOST_A_LANE, incidents.length) }, (_, row): Landmark => {
        const { time, kind } = incidents.row(row)
        return { time, kind: WORDS[kind].kind, label: `${NAMES[id]}: ${WORDS[kind].label}` }
      }),
    )
    .sort((a, b) => a.time - b.time)
}

/** What happened, for a list of happenings: "out of memory, the process dies". */
export const tellIncident = (kind: Incident): string => WORDS[kind].label
