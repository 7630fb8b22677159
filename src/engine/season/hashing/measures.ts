import { movedBy, type Lane } from './lane.ts'

/** The fullest server in mean loads: 1 is even. */
export function largestOf(loads: readonly number[]): number {
  const keys = loads.reduce((sum, load) => sum + load, 0)
  return keys === 0 ? 0 : (Math.max(...loads) * loads.length) / keys
}

/** The standard deviation of the loads in mean loads, in percent. */
export function spreadOf(loads: readonly number[]): number {
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  if (mean === 0) return 0
  return (100 * Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / loads.length)) / mean
}

/** A lane's numbers, in the order of the lab's measures. */
export function measuresOf(lane: Lane, servers: readonly number[]): number[] {
  const loads = lane.loads(servers)
  const last = lane.moves.at(-1)
  return [
    lane.owners.length,
    last === undefined ? 0 : movedBy(last),
    last === undefined ? 0 : last.between + last.redrawn,
    lane.total(movedBy),
    lane.total(({ between, redrawn }) => between + redrawn),
    largestOf(loads),
    spreadOf(loads),
    lane.lookups,
    lane.fetches,
    lane.lookups === 0 ? 0 : lane.looked / lane.lookups,
    lane.placement.tableBytes,
  ]
}
