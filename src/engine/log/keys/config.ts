import type { SetCommand } from '../../kernel/set-command.ts'
import type { KeysSettings } from './settings.ts'

export interface KeysConfig {
  readonly seed: number
  readonly settings: KeysSettings
}

/** What a person can do while it runs. */
export type KeysCommand =
  /** One partition, or node, more in every lane. */
  | { readonly kind: 'add-partition' }
  /** Always refused: Kafka can't. */
  | { readonly kind: 'remove-partition' }
  /** A producer's process ends and begins anew; 0 or 1. */
  | { readonly kind: 'restart'; readonly producer: number }
  | SetCommand
