import type { SetCommand } from '../../kernel/set-command.ts'
import type { CacheSettings } from './settings.ts'

export interface CacheConfig {
  readonly seed: number
  readonly settings: CacheSettings
}

/** What a person can do while it runs. */
export type CacheCommand =
  /** One more request for this key, now. */
  { readonly kind: 'ask'; readonly key: number } | SetCommand
