import type { SetCommand } from '../../kernel/set-command.ts'
import type { PressureSettings } from './settings.ts'

export interface PressureConfig {
  readonly seed: number
  readonly settings: PressureSettings
}

/** What a person can do while it runs. */
export type PressureCommand =
  /** All workers stand still for a while, from now on. */
  { readonly kind: 'stall'; readonly ms: number } | SetCommand

/** How long a stall by hand may last, in milliseconds. */
export const LONGEST_STALL = 60_000
