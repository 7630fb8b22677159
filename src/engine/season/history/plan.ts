import { at } from '../../../shared/assert.ts'
import { RandomStream } from '../../kernel/random.ts'
import { SECOND } from '../../kernel/time.ts'
import { choose } from '../journal.ts'
import { PACE, type HistorySettings } from './settings.ts'

/** One thing a person does with a browser. Steps are whole numbers from 1; `delta` is negative for back. */
export type Navigation =
  | { readonly kind: 'visit' }
  | { readonly kind: 'replace' }
  | { readonly kind: 'back'; readonly steps: number }
  | { readonly kind: 'forward'; readonly steps: number }
  | { readonly kind: 'go'; readonly delta: number }

export interface HistoryConfig {
  readonly seed: number
  readonly settings: HistorySettings
}

/** What the person does, one thing each `PACE`; drawn before anything happens, so that nothing done by hand changes it. */
export function planNavigations({ seed, settings }: HistoryConfig): Navigation[] {
  const { visit, back, forward, go, replace, farthest } = settings
  const [kinds, steps, ways] = ['kind', 'steps', 'way'].map((what) =>
    RandomStream.of(seed, `history.${what}`),
  )
  if (kinds === undefined || steps === undefined || ways === undefined) return []
  return Array.from({ length: Math.floor((settings.for * SECOND) / PACE) }, () => {
    const kind = choose([visit, back, forward, go, replace], kinds.uniform())
    const count = 1 + steps.below(farthest)
    const isBack = ways.chance(0.5)
    return at<Navigation>(
      [
        { kind: 'visit' },
        { kind: 'back', steps: count },
        { kind: 'forward', steps: count },
        { kind: 'go', delta: isBack ? -count : count },
        { kind: 'replace' },
      ],
      kind,
    )
  })
}
