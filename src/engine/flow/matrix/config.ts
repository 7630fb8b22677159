import type { SetCommand } from '../../kernel/set-command.ts'
import type { MatrixSettings } from './settings.ts'

export interface MatrixConfig {
  readonly seed: number
  readonly settings: MatrixSettings
}

/** What a person can do while it runs: move the needs. */
export type MatrixCommand = SetCommand
