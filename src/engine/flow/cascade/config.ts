import type { SetCommand } from '../../kernel/set-command.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import type { Pace } from './codes.ts'
import type { CascadeSettings, FullPolicy } from './settings.ts'

export interface CascadeConfig {
  readonly seed: number
  readonly settings: CascadeSettings
}

/** What a person can do while it runs. */
export type CascadeCommand =
  /** Stage `stage` (1 is the first) works at this pace from now on. */
  | { readonly kind: 'pace'; readonly stage: number; readonly to: Pace }
  /** The next item of the first source is a slow one. */
  | { readonly kind: 'blocker' }
  | SetCommand

/** The settings of one stage, by name. */
export interface StageSettings {
  /** Mean service time; a fraction of a microsecond is kept. */
  readonly time: SimTime
  readonly workers: number
  readonly slots: number
  readonly full: FullPolicy
}

/** The settings of stage `index`; 0 is the first. */
export function stageOf(settings: CascadeSettings, index: number): StageSettings {
  const n = (index + 1) as 1 | 2 | 3 | 4 | 5 // a table has five stages, and who asks counts to `stages`
  return {
    time: fromMs(settings[`time${n}`]),
    workers: settings[`workers${n}`],
    slots: settings[`slots${n}`],
    full: settings[`full${n}`],
  }
}

/** By source: the index of the stage at which it comes in. */
export const joinsOf = (settings: CascadeSettings): readonly [number, number] => [
  0,
  stageIndex(settings, settings.join),
]

/** A stage named in the settings, as an index from 0 that exists. */
export const stageIndex = ({ stages }: CascadeSettings, stage: number): number => Math.min(stage, stages) - 1
