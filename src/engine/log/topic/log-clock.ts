import type { SimTime } from '../../kernel/time.ts'
import { SCALES } from './codes.ts'
import type { TopicSettings } from './settings.ts'

/** When a run begins on the log's own clock: 1 January 2026, UTC. */
export const LOG_EPOCH_MS = 1_767_225_600_000

export const HOUR_MS = 3_600_000

export const hoursToMs = (hours: number): number => Math.round(hours * HOUR_MS)

/** The log's own clock: the run's, so many times as fast. */
export class LogClock {
  /** Seconds of the log for one of the run. */
  readonly factor: number

  constructor({ scale }: Pick<TopicSettings, 'scale'>) {
    this.factor = SCALES[scale]
  }

  /** Milliseconds since 1970. */
  at(time: SimTime): number {
    return LOG_EPOCH_MS + Math.floor((time * this.factor) / 1_000)
  }

  /** How long `ms` of the log take in the run, in microseconds, rounded up. */
  lasts(ms: number): SimTime {
    return Math.ceil((ms * 1_000) / this.factor)
  }
}
