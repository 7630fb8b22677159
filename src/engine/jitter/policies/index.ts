import { costHistogram } from './cost-histogram.ts'
import { fixed } from './fixed.ts'
import { gateOnce } from './gate-once.ts'
import { hedge } from './hedge.ts'
import { neteqHistogram } from './neteq-histogram.ts'
import type { AnyPolicy } from './policy.ts'
import { rehearsal } from './rehearsal.ts'
import { slide5Unwired } from './slide5-unwired.ts'
import { slide5Wired } from './slide5-wired.ts'
import { whiteboard } from './whiteboard.ts'

/** Every playout policy by its id. A new policy is a file of its own and a line here. */
export const POLICIES = {
  whiteboard,
  'gate-once': gateOnce,
  'slide5-unwired': slide5Unwired,
  'slide5-wired': slide5Wired,
  fixed,
  neteq: neteqHistogram,
  'cost-histogram': costHistogram,
  hedge,
  rehearsal,
} as const satisfies Record<string, AnyPolicy>

export type PolicyId = keyof typeof POLICIES

export const POLICY_IDS = Object.keys(POLICIES) as readonly PolicyId[] // the keys of a constant table
