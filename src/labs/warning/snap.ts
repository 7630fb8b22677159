import { clamp } from '../../shared/clamp.ts'
import type { NumberParam } from '../../shared/params.ts'

/** So many pixels a step a hand can hit. */
const LEAST_PIXELS = 1.2
const NICE = [1, 5, 10, 50, 100, 500, 1_000] as const

/**
 * A value under the pointer, on a round step of the setting that is wide enough to be hit, within its bounds. `perPixel`
 * is what a pixel is in the setting's unit.
 */
export function snap(value: number, perPixel: number, { min, max, step }: NumberParam): number {
  const many = NICE.find((one) => one * step >= LEAST_PIXELS * perPixel) ?? NICE[NICE.length - 1] ?? 1
  const grid = many * step
  return tidy(clamp(Math.round(value / grid) * grid, min, max))
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 10,
  PageDown: -10,
}

/** Where a key moves a value: a step, ten of them, or to a bound; null for other keys. */
export function moved(key: string, value: number, { min, max, step }: NumberParam): number | null {
  if (key === 'Home') return min
  if (key === 'End') return max
  const steps = KEYS[key]
  return steps === undefined ? null : tidy(clamp(value + steps * step, min, max))
}

/** Without the dust that binary fractions leave. */
const tidy = (value: number): number => Number(value.toPrecision(12))
