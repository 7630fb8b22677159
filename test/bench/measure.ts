import { at } from '../../src/shared/assert.ts'

/** A figure measured over several runs. */
export interface Figure {
  readonly what: string
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
  readonly runs: number
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2
}

export const figure = (what: string, unit: string, values: readonly number[]): Figure => ({
  what,
  unit,
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
  runs: values.length,
})

/** Runs `task` once to warm up and then `runs` times; returns the seconds each run took. */
export function timed(runs: number, task: () => void): number[] {
  task()
  return Array.from({ length: runs }, () => seconds(task))
}

/** Runs two tasks in turn, A B A B, and returns how many times as fast `ours` is as `peer`, pair by pair. */
export function ratios(runs: number, ours: () => void, peer: () => void): number[] {
  ours()
  peer()
  return Array.from({ length: runs }, () => {
    const own = seconds(ours)
    return seconds(peer) / own
  })
}

function seconds(task: () => void): number {
  const start = performance.now()
  task()
  return (performance.now() - start) / 1_000
}
