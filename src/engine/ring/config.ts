import type { SetCommand } from '../kernel/set-command.ts'
import type { RingSettings } from './settings.ts'

export interface RingConfig {
  readonly seed: number
  readonly settings: RingSettings
}

/** What a person can do while it runs. */
export type RingCommand =
  /** The producer makes one extra item now. */
  | { readonly kind: 'push' }
  /** One item is taken out of each buffer now, beside the consumer's own turns. */
  | { readonly kind: 'pop' }
  /** The consumer stalls, or goes on. */
  | { readonly kind: 'pause-consumer'; readonly paused: boolean }
  | SetCommand
