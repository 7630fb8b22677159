import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const summaryOf = (frame: PipelineFrame, lane: LaneFrame['lane']): LaneFrame['summary'] | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)?.summary

const whiteboardIn = (frame: PipelineFrame) => summaryOf(frame, 'whiteboard')
const productionIn = (frame: PipelineFrame) => summaryOf(frame, 'production')

const isNear = (value: number | undefined, wanted: number, by: number): boolean =>
  value !== undefined && Math.abs(value - wanted) <= by

const LESSONS: Readonly<Record<string, Lesson<PipelineFrame>>> = {
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
  swap: {
    prediction: {
      question:
        'Drawing takes 18 ms, a refresh 16.7 ms. How many pictures a second come with two buffers and vsync?',
      options: [
        { id: '60', label: '60' },
        { id: '56', label: 'about 56: one every 18 ms' },
        { id: '30', label: '30' },
      ],
      at: 2 * SECOND,
      answer: (frame) => {
        const fps = summaryOf(frame, 'two')?.fps ?? 60
        return fps < 35 ? '30' : fps < 58 ? '56' : '60'
      },
      explanation:
        'It misses the first refresh by 1.3 ms, waits for the second, and the renderer stands still meanwhile: 30. With a third buffer it goes on drawing: 55.6.',
    },
    steps: [
      {
        id: 'roles',
        text: 'Step through one picture’s life with three buffers: drawn, ready, on the screen.',
        hint: 'Pause and press . a few times, then let it run for a second.',
        isDone: ({ done, now }) => done.has('stepped') && now >= SECOND,
      },
      {
        id: 'fits',
        text: 'Draw in 16 ms: now two buffers are enough. What does the third one do?',
        hint: 'Settings, Renderer and screen, Drawing takes. Run for two seconds.',
        isDone: ({ frame, params, now }) =>
          params['render'] === 16 && now >= 2 * SECOND && isNear(summaryOf(frame, 'two')?.fps, 60, 0.5),
      },
      {
        id: 'tear',
        text: 'Stop waiting for vsync. Who tears now?',
        hint: 'The button below the picture, or Settings. Run on for a second.',
        isDone: ({ frame, params }) =>
          params['vsync'] === false && (summaryOf(frame, 'three')?.torn ?? 0) > 10,
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
  outage: {
    prediction: {
      question:
        'After the silence 150 frames come at once, into a ring of 100. How late is the sketch five seconds later?',
      options: [
        { id: 'time', label: 'on time: it dropped the oldest' },
        { id: 'late', label: 'half a second behind' },
        { id: 'very', label: 'two and a half seconds behind' },
      ],
      at: 11.5 * SECOND,
      answer: (frame) => {
        const late = frame.lanes.find(({ lane }) => lane === 'whiteboard')?.screen.age ?? 0
        return late > 1.5 * SECOND ? 'very' : late > 0.25 * SECOND ? 'late' : 'time'
      },
      explanation:
        'Its decoder tears through the backlog and tramples the decode ring; what stays there is thirty frames, half a second, and nothing ever takes that back. Production shows the first frame whose time it is.',
    },
    steps: [
      {
        id: 'flood',
        text: 'Watch the flood: which frames are lost because a ring is full, and which because of those?',
        hint: 'Just after 6.5 seconds, at 0.1× speed.',
        isDone: ({ frame }) => (productionIn(frame)?.droppedNetwork ?? 0) > 0,
      },
      {
        id: 'wait',
        text: 'Let the network ring make the network wait instead. Nothing is dropped any more: is that better?',
        hint: 'Settings, Rings. Read what is skipped in the sum: for a player, late is lost. Run for eight seconds.',
        isDone: ({ frame, params, now }) =>
          params['networkFull'] === 'block' && now >= 8 * SECOND && productionIn(frame)?.droppedNetwork === 0,
      },
    ],
  },
  'fast-swap': {
    prediction: {
      question: 'Drawing takes 8 ms. Who has the freshest picture on the screen, without tearing?',
      options: [
        { id: 'two', label: 'two buffers' },
        { id: 'three', label: 'three buffers' },
        { id: 'same', label: 'both the same' },
      ],
      at: 2 * SECOND,
      answer: (frame) => {
        const [two, three] = [
          summaryOf(frame, 'two')?.ageMs.mean ?? 0,
          summaryOf(frame, 'three')?.ageMs.mean ?? 0,
        ]
        return Math.abs(two - three) < 1 ? 'same' : two < three ? 'two' : 'three'
      },
      explanation:
        'Two buffers draw once and wait 8.7 ms with the result. Three draw on, and give up every picture that a newer one has overtaken: 11.7 ms old instead of 16.7, for twice the work.',
    },
    steps: [
      {
        id: 'wasted',
        text: 'Count the pictures that three buffers draw for nobody.',
        hint: '“given up” in the sum above the measures, after two seconds.',
        isDone: ({ frame }) => (summaryOf(frame, 'three')?.droppedRender ?? 0) > 100,
      },
      {
        id: 'queue',
        text: 'Let the third buffer wait in line instead. Nothing is wasted: what becomes of the age?',
        hint: 'Settings, Rings, render ring: make the stage before it wait. Run for two seconds.',
        isDone: ({ frame, params, now }) =>
          params['renderFull'] === 'block' &&
          now >= 2 * SECOND &&
          (summaryOf(frame, 'three')?.ageMs.mean ?? 0) > 20,
      },
    ],
  },
  uhd: {
    prediction: {
      question: 'Which of the three rings takes the most memory?',
      options: [
        { id: 'network', label: 'the network ring: 100 slots' },
        { id: 'decoded', label: 'the decode ring: 30 slots' },
        { id: 'render', label: 'the render ring: 3 slots, 4 bytes a pixel' },
      ],
      at: SECOND,
      answer: (frame) => {
        const { network = 0, decoded = 0, render = 0 } = productionIn(frame)?.bytes ?? {}
        return decoded > Math.max(network, render) ? 'decoded' : network > render ? 'network' : 'render'
      },
      explanation:
        'Thirty decoded frames of 4K with 10 bits are 746 MB. Compressed, the same half second is 2.5 MB: wait before the decoder, not behind it.',
    },
    steps: [
      {
        id: 'eight-bit',
        text: 'The same picture with 8 bits: half of it.',
        hint: 'Settings, Sender, Pixels.',
        isDone: ({ params, now }) => params['pixel'] === 'yuv420-8' && now > 0,
      },
      {
        id: 'smaller',
        text: 'How small may the decode ring be before production loses anything by it?',
        hint: 'Settings, Rings, Decode ring: try 4. Run for five seconds and read what is shown in the sum.',
        isDone: ({ frame, params, now }) =>
          Number(params['decodedSlots']) <= 4 &&
          now >= 5 * SECOND &&
          (productionIn(frame)?.skipped ?? 1) === 0 &&
          (productionIn(frame)?.shown ?? 0) > 250,
      },
    ],
  },
}

const NONE: Lesson<PipelineFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const pipelineLesson = (scenario: string): Lesson<PipelineFrame> => LESSONS[scenario] ?? NONE
