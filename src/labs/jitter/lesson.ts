import { SECOND } from '../../engine/kernel/time.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'
import { MEASURED_LESSONS } from './lesson-measured.ts'
import { TROUBLE_LESSONS } from './lesson-troubles.ts'

type JitterProgress = Progress<JitterFrame>

const laneOf = ({ frame }: JitterProgress, policy: string): LaneFrame | undefined =>
  frame.lanes.find(({ summary }) => summary.policy === policy)

const whiteboardOf = ({ frame }: Pick<JitterProgress, 'frame'>): LaneFrame | undefined =>
  frame.lanes.find(({ about }) => about.origin === 'whiteboard')

const productionOf = ({ frame }: Pick<JitterProgress, 'frame'>): LaneFrame | undefined =>
  frame.lanes.find(({ about }) => about.origin === 'production')

const whoLags = (frame: JitterFrame): string => {
  const whiteboard = whiteboardOf({ frame })?.summary.delayMs.mean ?? Number.NaN
  const production = productionOf({ frame })?.summary.delayMs.mean ?? Number.NaN
  if (Math.abs(whiteboard - production) < 20) return 'same'
  return whiteboard > production ? 'whiteboard' : 'production'
}

const WHO = [
  { id: 'whiteboard', label: 'the whiteboard buffer' },
  { id: 'production', label: 'the production one' },
  { id: 'same', label: 'neither: within 20 ms' },
]

const LESSONS: Readonly<Record<string, Lesson<JitterFrame>>> = {
  low: {
    prediction: {
      question: 'On a quiet line, which player is further behind the sender after 5 seconds?',
      options: WHO,
      at: 5 * SECOND,
      answer: whoLags,
      explanation:
        'The whiteboard always keeps three frames in hand, 100 ms at 30 frames a second, whether the line needs them or not. The other one plays 30 ms after the fastest packet, and on this line that is plenty.',
    },
    steps: [
      {
        id: 'five-seconds',
        text: 'Let it run for 5 seconds. Nothing freezes: on this line any buffer will do.',
        hint: 'Press Play, or Space.',
        isDone: ({ now }) => now >= 5 * SECOND,
      },
      {
        id: 'choose',
        text: 'Choose a packet and read its story: how long it travelled, how long each player let it wait.',
        hint: 'Press one of the slanted lines in the picture.',
        isDone: ({ done }) => done.has('selected'),
      },
      {
        id: 'break-it',
        text: 'Now break it: raise the spread until the whiteboard freezes.',
        hint: 'Settings, Network, Spread. Try 10 ms and more, and let it run.',
        isDone: (progress) =>
          progress.done.has('set-spread') && (whiteboardOf(progress)?.summary.stalls ?? 0) > 0,
      },
    ],
  },
  medium: {
    prediction: {
      question: 'Both players get the same packets. Which one is further behind the sender after 10 seconds?',
      options: WHO,
      at: 10 * SECOND,
      answer: whoLags,
      explanation:
        'Each time the whiteboard runs short it waits, and nothing ever takes that wait back: its delay only grows. A player that goes by timestamps is back in step with the next packet.',
    },
    steps: [
      {
        id: 'find-trouble',
        text: 'Go straight to the first moment of trouble.',
        hint: 'Let it run for a few seconds, drag time back to the start, then press ] or the arrow beside “trouble”.',
        isDone: ({ done }) => done.has('jumped'),
      },
      {
        id: 'step',
        text: 'Look at it event by event: one step back, one step forward.',
        hint: 'The keys , and . do it, and so do the buttons beside Play.',
        isDone: ({ done }) => done.has('stepped-back') && done.has('stepped'),
      },
      {
        id: 'drag',
        text: 'Take a packet and let it come 150 ms later. The run forks: the old future stays.',
        hint: 'Drag a slanted line to the right, or choose a packet and press “Later by 10 ms” again and again.',
        isDone: ({ done, branches }) => done.has('move') && branches > 1,
      },
      {
        id: 'go-back',
        text: 'Go back to the first run, as if nothing had happened.',
        hint: 'Press “first run” below the time slider.',
        isDone: ({ done }) => done.has('switched-branch'),
      },
    ],
  },
  high: {
    prediction: {
      question: 'Which player shows more frames in the wrong order within 10 seconds?',
      options: [
        { id: 'whiteboard', label: 'the whiteboard buffer' },
        { id: 'production', label: 'the production one' },
        { id: 'none', label: 'neither shows any' },
      ],
      at: 10 * SECOND,
      answer: (frame) => {
        const whiteboard = whiteboardOf({ frame })?.summary.outOfOrder ?? 0
        const production = productionOf({ frame })?.summary.outOfOrder ?? 0
        return whiteboard + production === 0 ? 'none' : whiteboard > production ? 'whiteboard' : 'production'
      },
      explanation:
        'The whiteboard shows packets in the order they came, so an overtaken one jumps back in time, and a copy is shown twice. Playing by timestamp makes both impossible.',
    },
    steps: [
      {
        id: 'ratchet',
        text: 'Watch the delay plot: the whiteboard’s line climbs in steps and never comes down. Wait until a frame is shown 250 ms late.',
        hint: 'Let it run; 5× speed helps.',
        isDone: (progress) => (whiteboardOf(progress)?.summary.delayMs.max ?? 0) >= 250,
      },
      {
        id: 'adapt',
        text: 'Add the NetEq-style histogram, which finds its delay itself. After 20 seconds it is less far behind than the fixed one: at what price?',
        hint: 'Players, “Choose from…” above the picture: tick “NetEq-style histogram”. The past is computed anew at once. Look at “late”.',
        isDone: (progress) => {
          const histogram = laneOf(progress, 'neteq')?.summary.delayMs.mean ?? Infinity
          const fixed = laneOf(progress, 'fixed')?.summary.delayMs.mean ?? 0
          return progress.now >= 20 * SECOND && histogram < fixed
        },
      },
      {
        id: 'compare',
        text: 'Compare this run with the same one under another setting.',
        hint: 'Press Compare, choose “the same run with one setting changed”, and take the spread.',
        isDone: ({ done }) => done.has('compared'),
      },
      {
        id: 'check',
        text: 'Do you believe these numbers? Check them.',
        hint: 'Press “Check it”: every row is reached in two ways.',
        isDone: ({ done }) => done.has('checked'),
      },
    ],
  },
  slide3: {
    prediction: {
      question:
        'Six packets arrive in 250 ms. How long must a player at 30 frames a second wait before it starts?',
      options: [
        { id: '0', label: 'not at all' },
        { id: '83', label: 'about 83 ms' },
        { id: 'never', label: 'no wait is enough' },
      ],
      at: SECOND / 2,
      answer: () => '83',
      explanation:
        'The sixth frame is due at 167 ms and comes at 250 ms, so 83 ms save these six. But packets every 50 ms are 20 a second: a seventh would be 17 ms later still, and so on. That is a deficit, not jitter.',
    },
    steps: [
      {
        id: 'twenty',
        text: 'Set the frame rate to 20: now the row is merely jittered, and no start delay is needed.',
        hint: 'Settings, Sender, Frame rate.',
        isDone: ({ params, now }) => params['fps'] === 20 && now >= SECOND / 4,
      },
      {
        id: 'save-it',
        text: 'Set it to 30 again and give the fixed player the delay that saves all six frames.',
        hint: 'Settings, Player, Fixed delay: 84 ms is enough, 83 is not.',
        isDone: (progress) => {
          const lane = laneOf(progress, 'fixed')
          return progress.params['fps'] === 30 && lane?.summary.played === 6
        },
      },
      {
        id: 'sixty',
        text: 'And at 60 frames a second? Find the delay that saves them there.',
        hint: 'The last frame is due at 83.3 ms and comes at 250 ms.',
        isDone: (progress) => {
          const lane = laneOf(progress, 'fixed')
          return progress.params['fps'] === 60 && lane?.summary.played === 6
        },
      },
    ],
  },
  silence: {
    prediction: {
      question: 'The line is silent for 100 ms. Who freezes?',
      options: [
        { id: 'both', label: 'both buffers' },
        { id: 'whiteboard', label: 'only the one that asks for three frames every time' },
        { id: 'none', label: 'none: three frames in hand are 100 ms' },
      ],
      at: 5.4 * SECOND,
      answer: ({ lanes }) => {
        const frozen = lanes.filter(({ summary }) => summary.stalls > 0).map(({ summary }) => summary.policy)
        return frozen.length === 0 ? 'none' : frozen.length > 1 ? 'both' : 'whiteboard'
      },
      explanation:
        'Both have frames in hand. One may spend them; the other asks for three before it hands out one, so two are untouchable. The end of the stream shows it too: two frames are never shown.',
    },
    steps: [
      {
        id: 'see-it',
        text: 'Go to the silence, just after 5 seconds.',
        hint: 'Press ], or drag the time.',
        isDone: ({ now }) => now >= 5.2 * SECOND,
      },
      {
        id: 'stranded',
        text: 'Run to the end and count what is still held.',
        hint: 'The equation under the picture: held.',
        isDone: ({ now }) => now >= 9.9 * SECOND,
      },
    ],
  },
  'rough-patch': {
    prediction: null,
    steps: [
      {
        id: 'up',
        text: 'Watch the rule’s target rise in the rough patch, to 500 ms.',
        hint: 'The dashed line of the delay plot. 5× speed helps.',
        isDone: (progress) => (laneOf(progress, 'slide5-wired')?.summary.targetMs ?? 0) >= 499,
      },
      {
        id: 'stuck',
        text: 'Wait for 40 calm seconds. With jitter between 10 and 50 ms the rule does nothing: the target stays where it is.',
        hint: 'Drag the time to 55 s.',
        isDone: (progress) =>
          progress.now >= 50 * SECOND && (laneOf(progress, 'slide5-wired')?.summary.targetMs ?? 0) >= 499,
      },
    ],
  },
  'too-slow': {
    prediction: null,
    steps: [
      {
        id: 'deficit',
        text: 'Watch every packet take 16.7 ms longer than the one before.',
        hint: 'Choose packets with the arrow keys and read how long each took.',
        isDone: ({ now }) => now >= 5 * SECOND,
      },
      {
        id: 'buy-time',
        text: 'Give the fixed player a whole second of delay. It only buys time: when does it begin to lose frames again?',
        hint: 'Settings, Player, Fixed delay: 1,000 ms. Then let it run.',
        isDone: (progress) => {
          const lane = laneOf(progress, 'fixed')
          return Number(progress.params['delay']) >= 1_000 && (lane?.summary.late ?? 0) > 0
        },
      },
      {
        id: 'cure',
        text: 'The cure is not a buffer: let the hop pass 30 packets a second.',
        hint: 'Settings, Network, Slowest hop.',
        isDone: ({ params, now }) => Number(params['hop']) >= 30 && now >= 5 * SECOND,
      },
    ],
  },
}

const ALL: Readonly<Record<string, Lesson<JitterFrame>>> = {
  ...LESSONS,
  ...TROUBLE_LESSONS,
  ...MEASURED_LESSONS,
}

/** With a trace of one's own, whatever the scenario was. */
const WITH_TRACE: Lesson<JitterFrame> = {
  prediction: null,
  steps: [
    {
      id: 'trouble',
      text: 'Find the first moment at which a picture froze, and see why.',
      hint: 'Let it run fast (200×), drag the time back to 0, and press ].',
      isDone: ({ done }) => done.has('jumped'),
    },
    {
      id: 'policies',
      text: 'Put a third player beside the two, on the same packets.',
      hint: 'Players, above the picture: “Choose from…”.',
      isDone: ({ frame }) => frame.lanes.length >= 3,
    },
    {
      id: 'fixed',
      text: 'Find a fixed delay that loses less than 1 % of this trace. That is what a perfect guess would have cost.',
      hint: 'Run to the end, then move the slider of “Fixed delay” in Settings, Player.',
      isDone: (progress) => {
        const run = laneOf(progress, 'fixed')?.summary
        return run !== undefined && progress.done.has('set-delay') && run.late < run.sent / 100
      },
    },
  ],
}

const NONE: Lesson<JitterFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`, or with a file. */
export const jitterLesson = (scenario: string, hasFile: boolean): Lesson<JitterFrame> =>
  hasFile ? WITH_TRACE : (ALL[scenario] ?? NONE)
