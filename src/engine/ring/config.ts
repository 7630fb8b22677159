import type { ParamValue } from '../../shared/params.ts'
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
  /** From now on a live setting has another value. */
  | { readonly kind: 'set'; readonly key: string; readonly value: ParamValue }
