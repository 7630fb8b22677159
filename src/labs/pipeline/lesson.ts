import { SECOND } from '../../engine/kernel/time.ts'
import type { PipelineFrame } from '../../engine/pipeline/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'
import { isNear, productionIn, whiteboardIn } from './lesson-lanes.ts'
import { BUFFER_LESSONS } from './lesson-buffers.ts'

const LESSONS: Readonly<Record<string, Lesson<PipelineFrame>>> = {
  ...BUFFER_LESSONS,
  drift: {
    prediction: {
      question:
        'Drawing takes 5 ms, then the loop sleeps for 16.7 ms. How many of 60 frames a second does it show?',
      options: [
        { id: '60', label: '60: it sleeps for 1/60 s' },
        { id: '55', label: 'about 55' },
        { id: '46', label: 'about 46' },
      ],
      at: 5 * SECOND,
      answer: (frame) => {
        const fps = whiteboardIn(frame)?.fps ?? 60
        return fps < 50 ? '46' : fps < 58 ? '55' : '60'
      },
      explanation:
        'A turn is drawing and sleep: 21.7 ms, so 46.2 frames a second. At 1 ms of drawing it is 56.6, at 8 ms 40.5. A clock that one asks for the next refresh has no such sum.',
    },
    steps: [
      {
        id: 'overflow',
        text: 'Wait until the decode ring of the sketch is full and overwrites frames that nobody has seen.',
        hint: 'Let it run for three seconds, or press ] twice.',
        isDone: ({ frame }) => (whiteboardIn(frame)?.droppedDecoded ?? 0) > 0,
      },
      {
        id: 'unused',
        text: 'Find the ring that is never used, and what it costs. Where does production have it?',
        hint: 'The third ring: 24.9 MB. Press the number of “Render ring, memory” once it has run for six seconds.',
        isDone: ({ now }) => now >= 6 * SECOND,
      },
      {
        id: 'eight',
        text: 'Make drawing slower, 8 ms, and read off what is left: 40.5 frames a second.',
        hint: 'Settings, Renderer and screen, Drawing takes. Then let it run for five seconds.',
        isDone: ({ frame, params, now }) =>
          params['render'] === 8 && now >= 5 * SECOND && isNear(whiteboardIn(frame)?.fps, 40.5, 0.4),
      },
      {
        id: 'rest',
        text: 'Mend the loop as one does at first: sleep only for what is left. The rate is right now. Is the picture?',
        hint: 'Settings, Renderer and screen, The sketch’s pause: 1/60 s less the drawing. Look at “Torn”.',
        isDone: ({ frame, params, now }) =>
          params['pause'] === 'rest' && now >= 5 * SECOND && (whiteboardIn(frame)?.torn ?? 0) > 0,
      },
    ],
  },
  'slow-decoder': {
    prediction: {
      question: 'The decoder manages 40 frames a second of 60. How old is a picture on each screen by then?',
      options: [
        { id: 'both', label: 'about a third of a second on both' },
        { id: 'sketch', label: 'over a second in the sketch, a third in production' },
        { id: 'more', label: 'more and more on both, without end' },
      ],
      at: 10 * SECOND,
      answer: (frame) => {
        const [sketch, production] = [
          whiteboardIn(frame)?.ageMs.mean ?? 0,
          productionIn(frame)?.ageMs.mean ?? 0,
        ]
        if (sketch > 2 * production) return 'sketch'
        return sketch > 1_000 ? 'more' : 'both'
      },
      explanation:
        'The sketch keeps everything until its ring of 100 bursts: 1.7 seconds of stream. Production gives up what is late and goes on from the newest key frame whose time has come.',
    },
    steps: [
      {
        id: 'newest',
        text: 'Watch production skip: it shows what is newest, and counts what it left out.',
        hint: 'Let it run for three seconds and read the sum above the measures.',
        isDone: ({ frame }) => (productionIn(frame)?.skipped ?? 0) > 20,
      },
      {
        id: 'burst',
        text: 'Wait until the network ring of the sketch is full. One frame is overwritten; how many go with it?',
        hint: 'Just after five seconds. Press the number of “Undecodable”.',
        isDone: ({ frame }) => (whiteboardIn(frame)?.undecodable ?? 0) > 0,
      },
      {
        id: 'block',
        text: 'Now let production skip nothing, and let its network ring make the network wait. Who stands still?',
        hint: 'Settings, Renderer and screen: Skip late frames off. Settings, Rings: network ring, make the stage before it wait. Run for ten seconds.',
        isDone: ({ frame, params }) =>
          params['skip'] === false && (productionIn(frame)?.networkBlockedMs ?? 0) > 1_000,
      },
      {
        id: 'keys',
        text: 'Go back to skipping, and send a key frame four times a second. How much younger is the picture?',
        hint: 'Settings, Sender, Key frame every 15 frames; Skip late frames on. Run for five seconds.',
        isDone: ({ frame, params, now }) =>
          params['skip'] === true &&
          params['gop'] === 15 &&
          now >= 5 * SECOND &&
          (productionIn(frame)?.ageMs.mean ?? Infinity) < 250,
      },
    ],
  },
  'key-lost': {
    prediction: {
      question: 'One frame is lost in the network. How long does the picture of production stand still?',
      options: [
        { id: 'frame', label: 'for one frame: 17 ms' },
        { id: 'second', label: 'for about a second' },
        { id: 'ever', label: 'for ever' },
      ],
      at: 6 * SECOND,
      answer: (frame) => {
        const gap = productionIn(frame)?.longestGapMs ?? 0
        return gap < 100 ? 'frame' : gap < 2_500 ? 'second' : 'ever'
      },
      explanation:
        'It was a key frame. The 59 frames after it say only what changed, and cannot be decoded without it; the next key frame ends the freeze, one second later.',
    },
    steps: [
      {
        id: 'find',
        text: 'Find the freeze, and the frames in the network that came for nothing.',
        hint: 'Let it run for five seconds. The triangles above the strip are undecodable frames.',
        isDone: ({ frame }) => (productionIn(frame)?.freezes ?? 0) > 0,
      },
      {
        id: 'gop',
        text: 'Shorten the freeze: send a key frame every 15 frames.',
        hint: 'Settings, Sender, Key frame every. The lost one is then another, earlier one. Run for five seconds.',
        isDone: ({ frame, params, now }) =>
          params['gop'] === 15 && now >= 5 * SECOND && (productionIn(frame)?.undecodable ?? 99) < 15,
      },
      {
        id: 'lose',
        text: 'Lose one yourself: a key frame, or any other. Is there a difference?',
        hint: 'The buttons below the picture. Any frame takes those after it along.',
        isDone: ({ done }) => done.has('lose'),
      },
    ],
  },
  light: {
    prediction: {
      question: 'Drawing takes 1 ms only. By how much does the loop fall behind in a minute?',
      options: [
        { id: 'nothing', label: 'not at all: 1 ms is nothing' },
        { id: 'little', label: 'by a twentieth of a second' },
        { id: 'much', label: 'by more than three seconds' },
      ],
      at: 5 * SECOND,
      answer: (frame) => {
        const drift = whiteboardIn(frame)?.drift ?? 0
        return drift > 3 ? 'much' : drift > 0.01 ? 'little' : 'nothing'
      },
      explanation:
        'One millisecond a turn, 56.6 turns a second: 3.4 seconds a minute. The decode ring takes it up for nine seconds, then it overflows.',
    },
    steps: [
      {
        id: 'full',
        text: 'Wait until the decode ring is full. How old is a picture then?',
        hint: 'Nine seconds; 5× speed helps.',
        isDone: ({ frame }) => (whiteboardIn(frame)?.droppedDecoded ?? 0) > 0,
      },
      {
        id: 'three',
        text: 'Draw in 3 ms: 50.8 frames a second.',
        hint: 'Settings, Renderer and screen, Drawing takes. Run for five seconds.',
        isDone: ({ frame, params, now }) =>
          params['render'] === 3 && now >= 5 * SECOND && isNear(whiteboardIn(frame)?.fps, 50.8, 0.4),
      },
    ],
  },
}

const NONE: Lesson<PipelineFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const pipelineLesson = (scenario: string): Lesson<PipelineFrame> => LESSONS[scenario] ?? NONE
