import { at } from '../../../shared/assert.ts'
import { RandomStream } from '../../kernel/random.ts'
import type { HashingSettings } from './settings.ts'

/** What is to happen by itself: the kind, and a number in 0 .. 1 that says to which server. */
export interface Planned {
  readonly kind: 'add' | 'remove' | 'fail-or-back'
  readonly pick: number
}

const BY_CHANCE = ['add', 'remove', 'fail-or-back'] as const

const KINDS = { grow: 'add', shrink: 'remove', fail: 'fail-or-back' } as const

/** The changes of a run in their order, one every `every` seconds. Each takes two draws, whatever it is. */
export function drawPlan(seed: number, { plan, every, for: length }: HashingSettings): Planned[] {
  if (plan === 'none') return []
  const stream = RandomStream.of(seed, 'hashing.plan')
  return Array.from({ length: Math.floor(length / every) }, () => {
    const drawn = at(BY_CHANCE, stream.below(BY_CHANCE.length))
    return { kind: plan === 'churn' ? drawn : KINDS[plan], pick: stream.uniform() }
  })
}
