import type { SetCommand } from '../../kernel/set-command.ts'
import type { ReplicationSettings } from './settings.ts'

export interface ReplicationConfig {
  readonly seed: number
  readonly settings: ReplicationSettings
}

/** What can be done to one broker. Cutting it off cuts it from the other brokers and the controller, not from clients. */
export type BrokerAct = 'kill' | 'restart' | 'freeze' | 'thaw' | 'cut-off' | 'reconnect'

/** What a person can do while it runs; it happens in every lane. */
export type ReplicationCommand =
  | { readonly kind: BrokerAct; readonly broker: number }
  /** The network between two brokers, or a broker and the controller (0). */
  | { readonly kind: 'cut' | 'heal'; readonly a: number; readonly b: number }
  /** All connections of the producer break: what is on them is lost, either way. */
  | { readonly kind: 'break' }
  | SetCommand
