import type { SetCommand } from '../kernel/set-command.ts'
import type { FilmSettings } from './settings.ts'

export interface FilmConfig {
  readonly seed: number
  readonly settings: FilmSettings
}

/** What a person can do while it runs. */
export type FilmCommand =
  /** From now on, for `seconds`, the link carries only `percent` of what it would. */
  { readonly kind: 'dip'; readonly percent: number; readonly seconds: number } | SetCommand

/** Bounds of a dip by hand. */
export const DIP_BY_HAND = { percent: 100, seconds: 600 } as const
