import type { SetCommand } from '../../kernel/set-command.ts'
import type { WarningSettings } from './settings.ts'

export interface WarningConfig {
  readonly seed: number
  readonly settings: WarningSettings
}

/** What a person can do while it runs: move thresholds. */
export type WarningCommand = SetCommand
