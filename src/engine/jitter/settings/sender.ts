import type { ParamSpec } from '../../../shared/params.ts'

const SENDER = 'Sender'

/** What the sender does. */
export const SENDER_SETTINGS = [
  {
    kind: 'number',
    key: 'fps',
    label: 'Frame rate',
    unit: 'frames/s',
    help: 'How many packets a second the sender sends, and the player wants: one packet a frame. 50 is 20 ms audio.',
    group: SENDER,
    live: false,
    min: 5,
    max: 240,
    step: 1,
    default: 30,
    usual: [20, 24, 30, 50, 60],
  },
  {
    kind: 'number',
    key: 'for',
    label: 'Length',
    unit: 's',
    help: 'For how long the sender sends; a run ends at 500,000 packets. With a trace: how much of it is played.',
    group: SENDER,
    live: false,
    min: 1,
    max: 86_400,
    step: 1,
    default: 60,
  },
  {
    kind: 'number',
    key: 'drift',
    label: 'Clock drift',
    unit: 'ppm',
    help: "By how many millionths the sender's clock is slower than the player's: 100 is 6 ms a minute. Below 0 it is faster.",
    group: SENDER,
    live: false,
    min: -1_000,
    max: 1_000,
    step: 1,
    default: 0,
    usual: [-100, 0, 100],
  },
] as const satisfies readonly ParamSpec[]
