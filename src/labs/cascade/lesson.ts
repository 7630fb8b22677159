import type { CascadeFrame, LaneFrame } from '../../engine/flow/cascade/frame.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: CascadeFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

type Summary = LaneFrame['summary']

/** Whether this holds of a lane's numbers. */
const holds = (
  frame: CascadeFrame,
  lane: LaneFrame['lane'],
  test: (summary: Summary) => boolean,
): boolean => {
  const summary = laneOf(frame, lane)?.summary
  return summary !== undefined && test(summary)
}

/** When the single file's source first had to wait; Infinity before. */
const firstWait = (frame: CascadeFrame): number =>
  laneOf(frame, 'whiteboard')?.waves.find(({ stage }) => stage < 0)?.start ?? Infinity

const LESSONS: Readonly<Record<string, Lesson<CascadeFrame>>> = {
  'slow-stage': {
    prediction: {
      question: 'Stage 4 is well again at 20 s. When is the single file back to normal?',
      options: [
        { id: 'once', label: 'at once' },
        { id: 'soon', label: 'two seconds later' },
        { id: 'late', label: 'about nine seconds later' },
      ],
      at: 32 * SECOND,
      answer: (frame) => {
        const took = laneOf(frame, 'whiteboard')?.summary.recoveryS ?? 0
        return took > 5 ? 'late' : took > 1 ? 'soon' : 'once'
      },
      explanation:
        'For ten seconds 87 a second more came than went: nearly 900 items. The stages can do 100 a second more than what comes, so it takes them about nine seconds. Production had 30 items inside, and turned the rest away.',
    },
    steps: [
      {
        id: 'wave',
        text: 'Watch pressure travel back: stage 3 stops, then 2, then 1. Find the moment at which the source has to wait.',
        hint: 'Let it run past 12.5 s, or press ] to go from mark to mark.',
        isDone: ({ frame }) => firstWait(frame) <= frame.now,
      },
      {
        id: 'recover',
        text: 'Find out how long the single file needs after the cause is gone.',
        hint: 'Let it run to 32 s; the measure is “Recovery”.',
        isDone: ({ frame }) =>
          laneOf(frame, 'whiteboard')?.recovered === true &&
          holds(frame, 'whiteboard', ({ recoveryS }) => recoveryS > 5),
      },
      {
        id: 'wait',
        text: 'Let production make its source wait for a credit instead of turning items away. Where do they queue now?',
        hint: 'Settings, Edge: “Wait for a credit”. Look at “Waiting outside” at 19 s.',
        isDone: ({ frame, params }) =>
          params['edge'] === 'wait' && holds(frame, 'production', ({ waiting }) => waiting > 500),
      },
    ],
  },
  'fan-in': {
    prediction: {
      question:
        'Only the second source bursts. What becomes of the first source’s items where both share one queue?',
      options: [
        { id: 'fast', label: 'nothing: they come from elsewhere' },
        { id: 'slow', label: 'they wait for seconds' },
      ],
      at: 30 * SECOND,
      answer: (frame) =>
        holds(frame, 'whiteboard', ({ latencyMs }) => latencyMs.p99Of[0] > 1_000) ? 'slow' : 'fast',
      explanation:
        'The shared queue takes whoever has waited longest, and there are always older items of the burst outside. With a queue for each input, taken from by turns, the first source keeps its half.',
    },
    steps: [
      {
        id: 'starve',
        text: 'See the first source starve in single file, though it offers no more than before.',
        hint: 'Let it run to 20 s and look at source 1.',
        isDone: ({ frame }) => (laneOf(frame, 'whiteboard')?.waiting[0] ?? 0) > 100,
      },
      {
        id: 'fair',
        text: 'Compare “First source, p99” of both wirings. Who waits in production?',
        hint: 'Let it run to 30 s, and show all measures.',
        isDone: ({ frame, now }) =>
          now >= 30 * SECOND && holds(frame, 'production', ({ latencyMs }) => latencyMs.p99Of[0] < 1_000),
      },
      {
        id: 'last',
        text: 'Let the second source join at the last stage. Does that spare the first one?',
        hint: 'Settings, Sources, “It joins at stage”: 5. Run to 20 s.',
        isDone: ({ frame, params, now }) =>
          params['join'] === 5 && now >= 18 * SECOND && (laneOf(frame, 'whiteboard')?.waiting[0] ?? 0) > 100,
      },
    ],
  },
  'head-of-line': {
    prediction: {
      question: 'One item in a hundred is slow. How many stand behind one, in single file?',
      options: [
        { id: 'one', label: 'about 1 %' },
        { id: 'tenth', label: 'about 10 %' },
        { id: 'third', label: 'a third or more' },
      ],
      at: 30 * SECOND,
      answer: (frame) => {
        const { victims = 0, offered = 1 } = laneOf(frame, 'whiteboard')?.summary ?? {}
        return victims / offered > 0.25 ? 'third' : victims / offered > 0.05 ? 'tenth' : 'one'
      },
      explanation:
        'In the 800 ms that one takes, 80 more arrive, and all of them stand behind it: the queue is soon full, and those stopped further up are not even counted.',
    },
    steps: [
      {
        id: 'victims',
        text: 'See five hundred items stand behind a slow one, and find out behind which.',
        hint: 'Let it run for 15 seconds; press the number “Stood behind a slow item”.',
        isDone: ({ frame }) => holds(frame, 'whiteboard', ({ victims }) => victims >= 500),
      },
      {
        id: 'price',
        text: 'Find the price of lanes: how many items are overtaken, and how many of them by one of their own key?',
        hint: 'Let it run for 20 seconds, and show all measures: “Overtaken” and “Overtaken by their key”.',
        isDone: ({ frame, now }) =>
          now >= 20 * SECOND && holds(frame, 'production', ({ overtaken }) => overtaken > 200),
      },
      {
        id: 'one-key',
        text: 'Let all items have the same key. What are the lanes good for now?',
        hint: 'Settings, Sources, Keys: 1. Run for 15 seconds.',
        isDone: ({ frame, params, now }) =>
          params['keys'] === 1 &&
          now >= 12 * SECOND &&
          holds(frame, 'production', ({ waiting }) => waiting > 0),
      },
    ],
  },
  'shed-at-edge': {
    prediction: {
      question:
        'For 15 s twice as much is offered as can be done. Who has delivered more items after 60 s, and who has been fast?',
      options: [
        { id: 'single', label: 'the single file delivers more, late' },
        { id: 'lanes', label: 'production delivers more, and fast' },
        { id: 'same', label: 'both deliver the same' },
      ],
      at: 60 * SECOND,
      answer: (frame) => {
        const [single, lanes] = frame.lanes.map(({ summary }) => summary.out)
        const more = (single ?? 0) - (lanes ?? 0)
        return Math.abs(more) < 500 ? 'same' : more > 0 ? 'single' : 'lanes'
      },
      explanation:
        'Who keeps everyone waiting works off the backlog for the rest of the minute, up to 16 seconds late. Who turns away what it cannot do answers everyone else within 0.2 s. Which is better depends on what an answer is worth after 16 seconds.',
    },
    steps: [
      {
        id: 'late',
        text: 'Watch the single file: how late is an item at the end of the burst, and ten seconds later?',
        hint: 'Let it run to 35 s and look at the lowest plot.',
        isDone: ({ frame }) => holds(frame, 'whiteboard', ({ latencyMs }) => latencyMs.max > 10_000),
      },
      {
        id: 'fast',
        text: 'See how many production turned away, and how fast it was for all others.',
        hint: 'Let it run to 30 s: “Turned away” and “End to end, p99”.',
        isDone: ({ frame, now }) =>
          now >= 26 * SECOND &&
          holds(frame, 'production', ({ shed, latencyMs }) => shed > 2_500 && latencyMs.p99 < 500),
      },
      {
        id: 'credits',
        text: 'Give production five credits, one a stage. Why is it turning away items even before the burst?',
        hint: 'Settings, Edge, Credits: 5. Run for eight seconds.',
        isDone: ({ frame, params, now }) =>
          params['credit'] === 5 &&
          now <= 10 * SECOND &&
          holds(frame, 'production', ({ shed }) => shed > 100),
      },
    ],
  },
  'deep-buffers': {
    prediction: {
      question:
        'With 50 slots a stage the source had to wait after about two seconds. After how long with 500?',
      options: [
        { id: 'same', label: 'just as soon' },
        { id: 'five', label: 'after about five seconds' },
        { id: 'twenty', label: 'after more than twenty' },
      ],
      at: 36 * SECOND,
      answer: (frame) => {
        const after = firstWait(frame) / SECOND - 10
        return after > 15 ? 'twenty' : after > 3 ? 'five' : 'same'
      },
      explanation:
        'Four queues of 500 fill at 87 items a second: 23 s in which nobody upstream knows, and all that is queued is late. Room for more items is no more capacity: that is bufferbloat, in a row.',
    },
    steps: [
      {
        id: 'signal',
        text: 'Watch the slope of the wave, and find the moment at which the source has to wait.',
        hint: 'Let it run past 33 s.',
        isDone: ({ frame }) => firstWait(frame) <= frame.now,
      },
      {
        id: 'late',
        text: 'Find out how late items are when stage 4 has long been well again.',
        hint: 'Let it run to 45 s; read the lowest plot.',
        isDone: ({ frame, now }) =>
          now >= 45 * SECOND && holds(frame, 'whiteboard', ({ latencyMs }) => latencyMs.max > 10_000),
      },
      {
        id: 'many-credits',
        text: 'Production has the same deep queues. Give it 1,500 credits: what kept it fast?',
        hint: 'Settings, Edge, Credits: 1500. Run to 35 s.',
        isDone: ({ frame, params }) =>
          Number(params['credit']) >= 1_000 &&
          holds(frame, 'production', ({ latencyMs }) => latencyMs.max > 5_000),
      },
    ],
  },
  'two-minutes-calm': {
    prediction: {
      question:
        'Five stages of 4 ms each, each busy for half of the time. How long does an item typically take?',
      options: [
        { id: 'work', label: '20 ms: five times 4' },
        { id: 'double', label: 'about 40 ms' },
        { id: 'more', label: 'about 100 ms' },
      ],
      at: 60 * SECOND,
      answer: (frame) => {
        const p50 = laneOf(frame, 'production')?.summary.latencyMs.p50 ?? 0
        return p50 > 70 ? 'more' : p50 > 26 ? 'double' : 'work'
      },
      explanation:
        'Items come at random and so do service times, so queues form though nobody is overloaded: 1/(μ − λ) = 1/(250 − 125) s = 8 ms at each stage, 40 ms in all.',
    },
    steps: [
      {
        id: 'theory',
        text: 'Hold the run against theory: five M/M/1 queues in a row.',
        hint: 'Let it run for a minute, then open “Check it”.',
        isDone: ({ done, now }) => done.has('checked') && now >= 60 * SECOND,
      },
      {
        id: 'busier',
        text: 'Let 225 a second come: each stage is busy for nine tenths of the time. How long does it take now?',
        hint: 'Settings, Sources, First source: 225. Run for a minute.',
        isDone: ({ frame, params, now }) =>
          params['rate'] === 225 &&
          now >= 50 * SECOND &&
          holds(frame, 'whiteboard', ({ latencyMs }) => latencyMs.p50 > 100),
      },
    ],
  },
}

const NONE: Lesson<CascadeFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const cascadeLesson = (scenario: string): Lesson<CascadeFrame> => LESSONS[scenario] ?? NONE
