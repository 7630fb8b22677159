import type { FittedFigure, Origin } from '../../kernel/simulation.ts'
import type { JitterSettings } from '../settings.ts'

/** A network with a few parameters fitted to a measurement of a real one, or taken from a published model. */
export interface Profile {
  readonly id: string
  readonly label: string
  /** One plain sentence: what one will see. */
  readonly summary: string
  /** Where these differ from the defaults. */
  readonly params: Partial<JitterSettings>
  readonly origin: Origin
}

/** The statistics that a profile is fitted by. Delays are above the fastest packet, in milliseconds. */
export interface DelayStatistics {
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Correlation of each packet's delay with the next one's, in order of sending. */
  readonly lagOne: number
  /** RFC 3550's interarrival jitter, on average over the packets. */
  readonly jitter: number
  /** Packets lost, in percent. */
  readonly loss: number
}

/** How far a profile may be from what was measured: a share, or (`lagOne`, `loss`) an absolute difference. */
export const TOLERANCE: DelayStatistics = {
  mean: 0.12,
  p50: 0.12,
  p95: 0.12,
  p99: 0.12,
  lagOne: 0.1,
  jitter: 0.12,
  loss: 0.2,
}

/** How the figures of a fitted profile came about; a test repeats both. */
export const MEASURED_BASIS =
  'Measured: over the whole trace. Model: the median of 41 runs as long as the trace, of seeds 1 to 41. All are within 12 %, correlation within 0.1, loss within 0.2 %; a single run of a minute or two may differ by much more.'

/** The statistics side by side; `loss` only where there is any. */
export function figuresOf(measured: DelayStatistics, model: DelayStatistics): FittedFigure[] {
  const figure = (label: string, unit: string, digits: number, key: keyof DelayStatistics): FittedFigure => ({
    label,
    unit,
    digits,
    measured: measured[key],
    model: model[key],
  })
  const all = [
    figure('Delay above the fastest, mean', 'ms', 1, 'mean'),
    figure('p50', 'ms', 1, 'p50'),
    figure('p95', 'ms', 1, 'p95'),
    figure('p99', 'ms', 1, 'p99'),
    figure('Correlation with the next packet', '', 2, 'lagOne'),
    figure('RFC 3550 jitter, mean', 'ms', 1, 'jitter'),
    figure('Lost', '%', 1, 'loss'),
  ]
  return measured.loss === 0 ? all.slice(0, -1) : all
}
