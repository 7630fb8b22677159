import type { SetCommand } from '../../kernel/set-command.ts'
import type { RevealSettings } from './settings.ts'

export interface RevealConfig {
  readonly seed: number
  readonly settings: RevealSettings
}

/** A reader by its letter. */
export type ReaderId = 'a' | 'b'

/** What a person can do while it runs. */
export type RevealCommand =
  /** A reader stalls, or goes on. */
  | { readonly kind: 'stall'; readonly reader: ReaderId; readonly stalled: boolean }
  /** A reader takes its next record out of each buffer now, beside its own turns. */
  | { readonly kind: 'read'; readonly reader: ReaderId }
  /** The log's retention is checked now, not at the next interval. */
  | { readonly kind: 'clean-up' }
  | SetCommand
