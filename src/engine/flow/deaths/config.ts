import type { SetCommand } from '../../kernel/set-command.ts'
import type { DeathsSettings } from './settings.ts'

export interface DeathsConfig {
  readonly seed: number
  readonly settings: DeathsSettings
}

/** What a person can do while it runs. */
export type DeathsCommand =
  /** The consumer stops, at all three stores, or goes on. */
  | { readonly kind: 'stall'; readonly stalled: boolean }
  /** Somebody starts the process with the list again. */
  | { readonly kind: 'restart' }
  /** The log looks for segments to delete now, beside its own checks. */
  | { readonly kind: 'clean-up' }
  | SetCommand
