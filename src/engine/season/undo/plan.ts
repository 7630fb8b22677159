import { at } from '../../../shared/assert.ts'
import { RandomStream } from '../../kernel/random.ts'
import { SECOND } from '../../kernel/time.ts'
import { choose } from '../journal.ts'
import { PACE, type UndoSettings } from './settings.ts'

/** One thing a person does with a document. */
export type Deed =
  /** Changes a line; `where` is its place as a share of the document, in 0 .. 1 (1 excluded). */
  | { readonly kind: 'edit'; readonly where: number }
  | { readonly kind: 'append' }
  | { readonly kind: 'undo'; readonly steps: number }
  | { readonly kind: 'redo'; readonly steps: number }

export interface UndoConfig {
  readonly seed: number
  readonly settings: UndoSettings
}

/** A change near the last one is at most this share of the document away. */
const NEAR = 0.04

/** What the person does, one thing each `PACE`; drawn before anything happens, so that nothing done by hand changes it. */
export function planDeeds({ seed, settings }: UndoConfig): Deed[] {
  const { edit, undo, redo, atonce, place } = settings
  const kinds = RandomStream.of(seed, 'undo.kind')
  const steps = RandomStream.of(seed, 'undo.steps')
  const places = RandomStream.of(seed, 'undo.place')
  let near = 0.5
  return Array.from({ length: Math.floor((settings.for * SECOND) / PACE) }, () => {
    const kind = choose([edit, undo, redo], kinds.uniform())
    const count = 1 + steps.below(atonce)
    const anywhere = places.uniform()
    near = (near + (2 * anywhere - 1) * NEAR + 1) % 1
    const change: Deed =
      place === 'append' ? { kind: 'append' } : { kind: 'edit', where: place === 'local' ? near : anywhere }
    return at<Deed>([change, { kind: 'undo', steps: count }, { kind: 'redo', steps: count }], kind)
  })
}
