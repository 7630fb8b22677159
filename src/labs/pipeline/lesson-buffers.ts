import { SECOND } from '../../engine/kernel/time.ts'
import type { PipelineFrame } from '../../engine/pipeline/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'
import { isNear, productionIn, summaryOf } from './lesson-lanes.ts'

/** Swap buffers alone, and what a full or a large ring does to a player. */
export const BUFFER_LESSONS: Readonly<Record<string, Lesson<PipelineFrame>>> = {
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
