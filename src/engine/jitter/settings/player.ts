import type { Option, ParamSpec } from '../../../shared/params.ts'
import { POLICY_IDS, POLICY_WORDS, type PolicyId } from './policies.ts'

const PLAYER = 'Player'

const policyOptions = POLICY_IDS.map((id): Option & { readonly value: PolicyId } => ({
  value: id,
  label: POLICY_WORDS[id].name,
  about: POLICY_WORDS[id].gist,
  group: POLICY_WORDS[id].family,
}))

/** What the players do. */
export const PLAYER_SETTINGS = [
  {
    kind: 'list',
    key: 'policy',
    label: 'Players',
    help: 'Each is fed the same packets at the same moments, and follows a policy of its own: when to play what came.',
    group: PLAYER,
    live: false,
    options: policyOptions,
    default: ['whiteboard', 'fixed'],
    upFront: {
      most: 5,
      sets: [
        { label: 'Whiteboard and fixed delay', values: ['whiteboard', 'fixed'] },
        { label: 'NetEq, Speex and ours', values: ['neteq', 'speex', 'rehearsal'] },
        { label: 'Slide 5, both ways, and NetEq', values: ['slide5-unwired', 'slide5-wired', 'neteq'] },
        { label: 'From 1994 to ours', values: ['ramjee-4', 'moon', 'neteq', 'rehearsal'] },
        {
          label: 'Five in real systems',
          values: ['neteq-full', 'webrtc-video', 'speex', 'gstreamer', 'pjsip'],
        },
      ],
    },
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
  {
    kind: 'choice',
    key: 'pace',
    label: 'How it gets there',
    help: 'How a timestamp player moves to its target, within the stretch. Live players catch up the faster, the further behind they are. In silences only: the delay changes where a trace has a pause, and nowhere else.',
    group: PLAYER,
    live: false,
    options: [
      { value: 'limit', label: 'At full stretch' },
      { value: 'hls', label: 'As hls.js catches up' },
      { value: 'dash', label: 'As dash.js catches up' },
      { value: 'silence', label: 'In silences only' },
    ],
    default: 'limit',
  },
  {
    kind: 'choice',
    key: 'late',
    label: 'When a packet is late',
    help: 'Skip: its turn passes, and it is discarded should it still come. Stall: playout waits for it, and is later from then on. It waits no longer once three packets sent after it are there, or after 10 s.',
    group: PLAYER,
    live: false,
    options: [
      { value: 'skip', label: 'Skip' },
      { value: 'stall', label: 'Stall' },
    ],
    default: 'skip',
  },
  {
    kind: 'number',
    key: 'price',
    label: 'Price of 1 % late',
    unit: 'ms',
    help: 'How many milliseconds of delay are as bad as 1 % of packets late (or, when playout stalls, 1 % of the time). The score is counted with it, and some policies aim by it. WebRTC uses 20 ms.',
    group: PLAYER,
    live: true,
    min: 0,
    max: 500,
    step: 1,
    default: 20,
  },
] as const satisfies readonly ParamSpec[]
