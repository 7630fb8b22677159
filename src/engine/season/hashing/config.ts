import type { SetCommand } from '../../kernel/set-command.ts'
import type { HashingSettings } from './settings.ts'

export interface HashingConfig {
  readonly seed: number
  readonly settings: HashingSettings
}

/** What a person can do while it runs. */
export type HashingCommand =
  | { readonly kind: 'add' }
  /** It is taken away for good, it fails, or it is back: by its number. */
  | { readonly kind: 'remove' | 'fail' | 'back'; readonly server: number }
  | SetCommand
