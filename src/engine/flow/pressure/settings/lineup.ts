import type { ParamSpec } from '../../../../shared/params.ts'

const GROUP = 'Queue'

/** Which policies take part. */
export const LINEUP_SETTINGS = [
  {
    kind: 'list',
    key: 'policies',
    label: 'Policies',
    help: 'What each queue does when more comes in than goes out. All of them are fed the same messages at the same moments.',
    group: GROUP,
    live: false,
    options: [
      {
        value: 'unbounded',
        label: 'Unbounded queue',
        group: 'Whiteboard',
        about: 'Keeps everything, until memory runs out.',
      },
      {
        value: 'sample-half',
        label: 'Keep one half',
        group: 'Whiteboard',
        about: 'Every message is kept with a chance of one half.',
      },
      {
        value: 'adaptive-whiteboard',
        label: 'Adaptive, two thresholds',
        group: 'Whiteboard',
        about:
          'Above 80 % full it keeps one half, above 95 % it drops the oldest; asked anew for each message.',
      },
      {
        value: 'block',
        label: 'Block',
        group: 'Production',
        about: 'A full queue makes the producer wait.',
      },
      {
        value: 'drop-newest',
        label: 'Drop newest',
        group: 'Production',
        about: 'A full queue turns a new message away.',
      },
      {
        value: 'drop-oldest',
        label: 'Drop oldest',
        group: 'Production',
        about: 'A full queue gives up its oldest message for the new one.',
      },
      {
        value: 'sample-matched',
        label: 'Matched sampling',
        group: 'Production',
        about: 'Keeps the share that can be served, whole sessions at a time, and notes the weight.',
      },
      {
        value: 'scale-out',
        label: 'Scale out',
        group: 'Production',
        about: 'A filling queue starts more workers, which takes time and costs.',
      },
      {
        value: 'retained-log',
        label: 'Retained log',
        group: 'Production',
        about: 'Appends everything; what is not read in time is deleted.',
      },
      {
        value: 'credit',
        label: 'Credit, request(n)',
        group: 'Production',
        about: 'The consumer asks for n messages at a time; the producer sends no more than that.',
      },
      {
        value: 'token-bucket',
        label: 'Token bucket',
        group: 'Production',
        about: 'A message needs a token; tokens come at a fixed rate.',
      },
      {
        value: 'codel',
        label: 'CoDel',
        group: 'Production',
        about: 'Drops at the head while messages have waited too long for too long (RFC 8289).',
      },
      {
        value: 'adaptive-hysteresis',
        label: 'Adaptive, with hysteresis',
        group: 'Production',
        about: 'The same strategies, but it leaves one only well below the threshold at which it entered.',
      },
      {
        value: 'adaptive-controller',
        label: 'Adaptive, controller',
        group: 'Production',
        about: 'Steers the share it keeps so that the level stays at a target.',
      },
    ],
    default: ['unbounded', 'block', 'drop-newest', 'drop-oldest'],
    upFront: {
      most: 8,
      sets: [
        {
          label: 'The four deaths',
          values: ['unbounded', 'block', 'drop-newest', 'drop-oldest'],
        },
        {
          label: 'Adaptive',
          values: ['adaptive-whiteboard', 'adaptive-hysteresis', 'adaptive-controller'],
        },
        {
          label: 'Eight at once',
          values: [
            'unbounded',
            'block',
            'drop-newest',
            'drop-oldest',
            'sample-matched',
            'scale-out',
            'codel',
            'adaptive-hysteresis',
          ],
        },
      ],
    },
  },
] as const satisfies readonly ParamSpec[]
