import type { Landmark } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { STRATEGY, STRATEGY_LABELS, type Strategy } from './codes.ts'
import type { Lane } from './lane.ts'
import type { PressureEngine } from './pressure-engine.ts'

/** Landmarks a lane may have, and how long a strategy must have been away to be one again. */
const MOST = 24
const AWAY: SimTime = 1_000_000

/** The first of each strategy in each lane, and those that come back after a while; and when service is disturbed. */
export function landmarksOf(engine: PressureEngine): Landmark[] {
  const faults = engine.faults.windows
    .filter(({ from }) => from <= engine.now)
    .map(({ from, speed }) => ({
      time: from,
      kind: 'trouble' as const,
      label: speed === 0 ? 'workers stall' : 'workers slow down',
    }))
  return [...faults, ...engine.lanes.flatMap(switchesOf)].sort((a, b) => a.time - b.time)
}

const TROUBLES: ReadonlySet<Strategy> = new Set<Strategy>([
  STRATEGY.down,
  STRATEGY.expiring,
  STRATEGY.droppingNewest,
  STRATEGY.droppingOldest,
])

function switchesOf({ name, station }: Lane): Landmark[] {
  const { switchTime, switchTo } = station.history
  const lastSeen = new Map<number, SimTime>()
  const landmarks: Landmark[] = []
  for (let row = 1; row < switchTime.length && landmarks.length < MOST; row++) {
    const time = switchTime.get(row)
    const strategy = switchTo.get(row) as Strategy // only codes of STRATEGY go in
    const seen = lastSeen.get(strategy)
    lastSeen.set(strategy, time)
    if (strategy === STRATEGY.normal || (seen !== undefined && time - seen < AWAY)) continue
    const kind = TROUBLES.has(strategy) ? 'trouble' : 'turn'
    landmarks.push({ time, kind, label: `${name}: ${STRATEGY_LABELS[strategy].toLowerCase()}` })
  }
  return landmarks
}
