import type { Landmark } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { INCIDENT, type Incident, type LaneId } from './codes.ts'
import type { DeathsEngine } from './deaths-engine.ts'

/** Those of one kind stand no closer than this part of the run: a list that dies every minute makes no wall of marks. */
const SPACING = 1 / 80

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
export function landmarksOf({ lanes, extent }: DeathsEngine): Landmark[] {
  return lanes
    .flatMap(({ id, incidents }) => {
      const last = new Map<Incident, SimTime>()
      const marks: Landmark[] = []
      for (let row = 0; row < incidents.length; row++) {
        const { time, kind } = incidents.row(row)
        if (time - (last.get(kind) ?? -Infinity) < extent * SPACING) continue
        last.set(kind, time)
        marks.push({ time, kind: WORDS[kind].kind, label: `${NAMES[id]}: ${WORDS[kind].label}` })
      }
      return marks
    })
    .sort((a, b) => a.time - b.time)
}

/** What happened, for a list of happenings: "out of memory, the process dies". */
export const tellIncident = (kind: Incident): string => WORDS[kind].label
