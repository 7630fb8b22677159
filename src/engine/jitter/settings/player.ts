import type { Option, ParamSpec } from '../../../shared/params.ts'
import { POLICIES, POLICY_IDS, type PolicyId } from '../policies/index.ts'

const PLAYER = 'Player'

const policyOptions = POLICY_IDS.map((id): Option & { readonly value: PolicyId } => ({
  value: id,
  label: POLICIES[id].name,
}))

/** What the players do. */
export const PLAYER_SETTINGS = [
  {
    kind: 'list',
    key: 'policy',
    label: 'Policies',
    help: 'The players that are fed the same arrivals, side by side.',
    group: PLAYER,
    live: false,
    options: policyOptions,
    default: ['whiteboard', 'fixed'],
  },
  {
    kind: 'number',
    key: 'delay',
    label: 'Fixed delay',
    unit: 'ms',
    help: 'How long after the fastest packet the fixed policy plays.',
    group: PLAYER,
    live: true,
    min: 0,
    max: 2_000,
    step: 1,
    default: 100,
  },
  {
    kind: 'number',
    key: 'capacity',
    label: 'Ring size',
    unit: 'frames',
    help: "Slots of the whiteboard buffer's ring. 30 frames are 0.5 s at 60 frames a second, but 1 s at 30.",
    group: PLAYER,
    live: false,
    min: 1,
    max: 1_000,
    step: 1,
    default: 30,
  },
  {
    kind: 'number',
    key: 'stretch',
    label: 'Stretch',
    unit: '%',
    help: 'How much faster or slower than real time a timestamp player may run to reach its target.',
    group: PLAYER,
    live: true,
    min: 0,
    max: 50,
    step: 1,
    default: 10,
  },
] as const satisfies readonly ParamSpec[]
