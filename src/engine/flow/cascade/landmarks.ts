import type { Landmark } from '../../kernel/engine.ts'
import type { CascadeEngine, Cause } from './cascade-engine.ts'
import { LANES, type Lane } from './lane.ts'

const MAX_WAVES = 100

/** Causes, the moment at which pressure came to each stage and to the sources, and the end of each recovery; oldest first. */
export function landmarksOf({ lanes, causes }: CascadeEngine): Landmark[] {
  const ofLanes = lanes.flatMap((lane) => [...wavesOf(lane), ...recoveryOf(lane)])
  return [...causes.flatMap(causeMarks), ...ofLanes].sort((a, b) => a.time - b.time)
}

function causeMarks({ stage, pace, start, end }: Cause): Landmark[] {
  const what =
    stage < 0
      ? ['a burst begins', 'the burst is over']
      : [
          `stage ${stage + 1} ${pace === 'slow' ? 'slows down' : 'stands still'}`,
          `stage ${stage + 1} is well again`,
        ]
  return [
    { time: start, kind: 'turn' as const, label: what[0] ?? '' },
    { time: end, kind: 'turn' as const, label: what[1] ?? '' },
  ].filter(({ time }) => !Number.isNaN(time))
}

const wavesOf = ({ id, trail }: Lane): Landmark[] =>
  trail.waves.slice(0, MAX_WAVES).map(({ stage, start }) => ({
    time: start,
    kind: 'trouble' as const,
    label: `${LANES[id].name}: ${stage < 0 ? 'the source has to wait' : `stage ${stage + 1} stands with items in hand`}`,
  }))

function recoveryOf({ id, recovery }: Lane): Landmark[] {
  const { recoveredAt } = recovery
  return recoveredAt === null
    ? []
    : [{ time: recoveredAt, kind: 'turn', label: `${LANES[id].name}: back to normal` }]
}
