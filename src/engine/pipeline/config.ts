import type { SetCommand } from '../kernel/set-command.ts'
import type { PipelineSettings } from './settings.ts'

export interface PipelineConfig {
  readonly seed: number
  readonly settings: PipelineSettings
}

/** What a person can do while it runs. */
export type PipelineCommand =
  /** The network loses the next frame sent, or the next key frame. */
  | { readonly kind: 'lose'; readonly what: 'frame' | 'key' }
  /** The decoder stops after the frame it works on, or goes on. */
  | { readonly kind: 'pause-decoder'; readonly paused: boolean }
  /** The next picture takes 50 ms longer to draw. */
  | { readonly kind: 'hiccup' }
  | SetCommand
