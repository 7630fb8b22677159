import type { PagedColumn } from '../../kernel/paged-column.ts'

/** A level's trend. */
export interface Trend {
  /** Where the straight line stands at the latest reading, in messages; NaN without one. */
  readonly fitted: number
  /** How steep it is, in messages a second. */
  readonly slope: number
  /** In how many seconds the line reaches `room`; Infinity where it does not rise. */
  readonly fullIn: number
}

/** Fewer readings than these make no line. */
const LEAST = 5

/**
 * The straight line of least squares through a level's last `window` readings, one a second, and when it reaches `room`:
 * what Prometheus' predict_linear does (https://prometheus.io/docs/prometheus/latest/querying/functions/#predict_linear).
 */
export function predict(levels: PagedColumn, window: number, room: number): Trend {
  const count = Math.min(window, levels.length)
  if (count < LEAST) return { fitted: Number.NaN, slope: 0, fullIn: Infinity }
  const first = levels.length - count
  const middle = (count - 1) / 2
  let sum = 0
  let product = 0
  for (let i = 0; i < count; i++) {
    const level = levels.get(first + i)
    sum += level
    product += (i - middle) * level
  }
  const slope = product / ((count * (count * count - 1)) / 12)
  const fitted = sum / count + slope * middle
  const left = Math.max(0, room - fitted)
  return { fitted, slope, fullIn: slope > 0 ? left / slope : left === 0 ? 0 : Infinity }
}
