import { SECOND } from '../../engine/kernel/time.ts'
import type { Scenario } from '../../engine/kernel/simulation.ts'
import { PROFILES } from '../../engine/jitter/profiles/index.ts'
import type { Profile } from '../../engine/jitter/profiles/profile.ts'

/** A jitter scenario may bring its arrivals along, in milliseconds, as a slide draws them. */
export interface JitterScenario extends Scenario {
  readonly row: readonly number[] | null
}

const plain = { row: null, script: [], main: false } as const
const fromSlides = { ...plain, group: 'From the slides' } as const
const ofOneKind = { ...plain, group: 'One trouble at a time' } as const

/** Seeds with which what a profile is about happens early, and often enough. */
const SEEDS: Readonly<Record<string, number>> = { '5g-city': 3, '5g-spells': 2 }

const fitted = ({ id, label, summary, params, origin }: Profile): JitterScenario => ({
  ...plain,
  group: 'Fitted to measurements',
  id,
  label,
  summary,
  seed: SEEDS[id] ?? 1,
  params,
  origin,
})

export const JITTER_SCENARIOS = [
  {
    ...plain,
    id: 'low',
    label: 'Low',
    summary: 'A quiet line: packets keep within a few milliseconds of each other. Any buffer will do.',
    main: true,
    seed: 2,
    params: { base: 20, spread: 2, delay: 30 },
  },
  {
    ...plain,
    id: 'medium',
    label: 'Medium',
    summary: 'A busy home network: delays wander by tens of milliseconds, and now and then a packet is lost.',
    main: true,
    seed: 4,
    params: { base: 40, spread: 14, correlation: 0.5, loss: 0.3, delay: 80 },
  },
  {
    ...plain,
    id: 'high',
    label: 'High',
    summary:
      'A bad mobile link: long tails, packets that overtake each other, some lost and some delivered twice.',
    main: true,
    seed: 4,
    params: {
      base: 60,
      shape: 'experimental',
      spread: 28,
      correlation: 0.5,
      loss: 0.3,
      duplicate: 1,
      order: false,
      detour: 1,
      delay: 140,
    },
  },
  {
    ...fromSlides,
    id: 'slide3',
    label: "Slide 3's row",
    summary:
      'The six arrivals of slide 3, met at the frame rate you choose: at 20 frames a second they are only jittered, at 30 and 60 they are too few.',
    seed: 1,
    row: [0, 50, 80, 150, 160, 250],
    params: { fps: 30, policy: ['gate-once', 'fixed'], delay: 0 },
  },
  {
    ...fromSlides,
    id: 'silence',
    label: '100 ms of silence',
    summary:
      'A perfect line that goes silent once, for 100 ms. Three frames in hand could bridge it; the whiteboard may not spend them.',
    seed: 1,
    params: {
      base: 50,
      shape: 'constant',
      for: 10,
      stall: 100,
      stallAt: 5.05,
      policy: ['whiteboard', 'gate-once'],
    },
  },
  {
    ...fromSlides,
    id: 'rough-patch',
    label: 'A rough patch',
    summary:
      "Ten bad seconds, then jitter that settles near 20 ms: slide 5's rule goes up and never comes down again.",
    seed: 3,
    params: { base: 200, spread: 75, order: false, for: 60, policy: ['slide5-wired', 'neteq'] },
    script: [{ at: 10 * SECOND, command: { kind: 'set', key: 'spread', value: 20 }, scripted: true }],
  },
  {
    ...fromSlides,
    id: 'too-slow',
    label: 'Too slow a link',
    summary:
      'A hop that passes 20 packets a second under 30 frames a second: not jitter but a deficit, and no buffer cures it.',
    seed: 1,
    params: { base: 40, shape: 'constant', hop: 20, for: 20, policy: ['gate-once', 'fixed'] },
  },
  {
    ...ofOneKind,
    id: 'shared-queue',
    label: 'A shared queue',
    summary:
      'Other traffic bursts into the queue that the packets share: the delay climbs until the burst is over, then falls as the queue drains; what finds it full is dropped.',
    seed: 1,
    params: {
      base: 30,
      shape: 'gamma',
      spread: 3,
      kind: 'cross',
      bursts: 20,
      burstFor: 120,
      burstLoad: 3,
      queue: 250,
      delay: 100,
    },
  },
  {
    ...ofOneKind,
    id: 'cells',
    label: 'Changing cells',
    summary:
      'A phone on the move changes cells every few seconds: a quarter of a second of nothing, then another way, longer or shorter than the last.',
    seed: 1,
    params: {
      base: 40,
      shape: 'gamma',
      spread: 4,
      kind: 'handover',
      cells: 8,
      cellGap: 250,
      cellStep: 80,
      delay: 100,
      policy: ['fixed', 'neteq'],
    },
  },
  {
    ...ofOneKind,
    id: 'clocks',
    label: 'Two clocks',
    summary:
      'The sender’s clock is slower than the player’s, by five times what a poor crystal does, to show in five minutes what else takes half an hour.',
    seed: 1,
    params: { drift: 500, base: 40, spread: 3, for: 300, delay: 60, policy: ['gate-once', 'fixed'] },
  },
  ...PROFILES.map(fitted),
] as const satisfies readonly JitterScenario[]
