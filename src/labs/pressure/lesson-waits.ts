import { SECOND } from '../../engine/kernel/time.ts'
import { answeredOf, isAt, lossesOf, lossShareOf, numberOf, type PressureLesson } from './lesson-parts.ts'

const JITTER = 'drop-newest.retry-jitter'

/** The lessons about waits: how they come about, who sees them, and who does not. */
export const WAIT_LESSONS: Readonly<Record<string, PressureLesson>> = {
  bufferbloat: {
    prediction: {
      question:
        'CoDel drops from the head as soon as messages wait too long. Does it halve the p99 wait here, within 20 seconds?',
      options: [
        { id: 'yes', label: 'yes, or better' },
        { id: 'no', label: 'no: it hardly helps' },
      ],
      at: 20 * SECOND,
      answer: (frame) =>
        numberOf(frame, 'codel', ({ waits }) => waits.p99) <
        numberOf(frame, 'drop-newest', ({ waits }) => waits.p99) / 2
          ? 'yes'
          : 'no',
      explanation:
        'CoDel drops one message, then another a little sooner, and so on: a hint for senders that slow down when they lose something, as TCP does. These do not, and the burst fills the queue faster than the hints come. A shorter queue helps here.',
    },
    steps: [
      {
        id: 'full',
        text: 'Run to 10 s: every message that comes behind a burst waits for the whole queue.',
        hint: '10,000 in the queue and 8,000 served a second: 1.25 s, whoever is served.',
        isDone: ({ frame }) => numberOf(frame, 'drop-newest', ({ waits }) => waits.p99) > 1_000,
      },
      {
        id: 'short',
        text: 'Find a capacity with which the p99 wait stays below 50 ms for 20 seconds. What does it cost?',
        hint: 'Settings, Queue, Capacity: 200, from the start; then run to 20 s and look at “Lost”.',
        isDone: (progress) =>
          isAt(progress, 20) && numberOf(progress.frame, 'drop-newest', ({ waits }) => waits.p99) < 50,
      },
      {
        id: 'long',
        text: 'Now find one with which “Drop newest” loses nothing in 20 seconds. What does that cost?',
        hint: 'Capacity: 100,000, run to 20 s. Loss has become waiting: more than three seconds.',
        isDone: (progress) => isAt(progress, 20) && numberOf(progress.frame, 'drop-newest', lossesOf) === 0,
      },
    ],
  },
  'retry-storm': {
    prediction: {
      question: 'The workers are back at 7 s. When are the clients with backoff and jitter well again?',
      options: [
        { id: 'soon', label: 'a few seconds later' },
        { id: 'never', label: 'not within 20 s' },
      ],
      at: 20 * SECOND,
      answer: (frame) => (numberOf(frame, JITTER, answeredOf) > 0.5 ? 'soon' : 'never'),
      explanation:
        'The full queue is one second of work, and clients wait half a second: every answer comes too late, and each failure brings more messages. The overload keeps itself up though its cause is gone: a metastable failure. Jitter spreads the retries out; it does not make them fewer.',
    },
    steps: [
      {
        id: 'storm',
        text: 'Let it run until the clients that retry at once send twice as many messages as they have requests.',
        hint: 'A few seconds after the stall; the producer’s box tells the tries of a request.',
        isDone: ({ frame }) =>
          numberOf(frame, 'drop-newest.retry-now', ({ requests }) => requests.attemptsEach) > 2,
      },
      {
        id: 'nobody',
        text: 'The workers are busy all the time. See for whom: find the lane’s messages that were served too late.',
        hint: 'Run to 12 s; the line of the sum above the table of measures tells them.',
        isDone: (progress) =>
          isAt(progress, 12) && progress.frame.lanes.some(({ counts }) => counts.timedOut > counts.served),
      },
      {
        id: 'shorter',
        text: 'Cure it at the queue: one so short that what comes out of it is still wanted.',
        hint: 'Half a second of work is 4,000 messages. Capacity: 2,000, from the start, then run to 20 s.',
        isDone: (progress) =>
          isAt(progress, 20) &&
          Number(progress.params['timeout']) <= 500 &&
          numberOf(progress.frame, JITTER, answeredOf) > 0.8,
      },
      {
        id: 'patience',
        text: 'Or cure it at the clients: with 8,000 places again, give them a timeout longer than the queue.',
        hint: 'Settings, Clients, Timeout: 2,000 ms, from the start, then run to 20 s.',
        isDone: (progress) =>
          isAt(progress, 20) &&
          Number(progress.params['capacity']) >= 8_000 &&
          numberOf(progress.frame, JITTER, answeredOf) > 0.8,
      },
    ],
  },
  'closed-loop': {
    prediction: {
      question:
        'The workers stand still from 5 s to 6 s. Which p99 latency do the clients of the closed loop measure by 10 s?',
      options: [
        { id: 'short', label: 'about a millisecond' },
        { id: 'tenth', label: 'about a tenth of a second' },
        { id: 'long', label: 'nearly a second' },
      ],
      at: 10 * SECOND,
      answer: (frame) => {
        const ms = numberOf(frame, 'unbounded.closed', ({ clientLatency }) => clientLatency.p99)
        return ms < 20 ? 'short' : ms < 500 ? 'tenth' : 'long'
      },
      explanation:
        'Each of 32 clients waits once for a second; then all is well. That is 32 bad answers among 35,000, and the thousands that would have been asked meanwhile were never sent. What is not sent is not measured: coordinated omission. A load test with a closed loop reports it as 99 good of 100.',
    },
    steps: [
      {
        id: 'felt',
        text: 'Run to 7 s: who felt the stall, the open loop or the closed one?',
        hint: 'The queue of the open loop has thousands of messages; the closed one never more than it has clients.',
        isDone: (progress) =>
          isAt(progress, 7) && numberOf(progress.frame, 'unbounded', ({ peak }) => peak) > 1_000,
      },
      {
        id: 'again',
        text: 'Stall the workers once more by hand, and see who measures it.',
        hint: 'The buttons below the picture.',
        isDone: ({ done }) => done.has('stall'),
      },
      {
        id: 'many',
        text: 'Give the closed loop so many clients that it measures nearly what an open one does.',
        hint: 'Settings, Clients, Connections: 1,000, from the start; then run to 10 s.',
        isDone: (progress) =>
          isAt(progress, 10) &&
          numberOf(progress.frame, 'unbounded.closed', ({ clientLatency }) => clientLatency.p99) > 500,
      },
    ],
  },
  'ninety-nine': {
    prediction: {
      question:
        'A message takes 1 ms to serve. At half load it would wait for 1 ms on average. How long at 90 %?',
      options: [
        { id: 'two', label: 'about 2 ms' },
        { id: 'nine', label: 'about 9 ms' },
        { id: 'fifty', label: 'about 50 ms' },
      ],
      at: 100 * SECOND,
      answer: (frame) => {
        const ms = numberOf(frame, 'unbounded', ({ waits }) => waits.mean)
        return ms < 4 ? 'two' : ms < 20 ? 'nine' : 'fifty'
      },
      explanation:
        'For random arrivals and service the mean wait is load ÷ (1 − load) services: 1 at a half, 9 at 90 %, 99 at 99 %. What runs out is the time between messages in which the queue could recover.',
    },
    steps: [
      {
        id: 'measured',
        text: 'Run to 60 s and find this run on the curve of latency against load.',
        hint: 'The rings in the plot below the picture; the broad line behind them is the formula.',
        isDone: (progress) => isAt(progress, 60),
      },
      {
        id: 'nearer',
        text: 'Let 990 come where 1,000 can be served. A tenth more: how much longer is the wait?',
        hint: 'Settings, Arrivals: 990, from the start, then run to 60 s. A run so short may be far from the mean of many.',
        isDone: (progress) =>
          isAt(progress, 60) &&
          Number(progress.params['rate']) < 1_000 &&
          numberOf(progress.frame, 'unbounded', ({ waits }) => waits.mean) > 30,
      },
      {
        id: 'even',
        text: 'At 900 again, halve the wait without serving more: make every service take equally long.',
        hint: 'Settings, Service times: Constant, and Arrivals 900; then run to 60 s.',
        isDone: (progress) =>
          isAt(progress, 60) &&
          Number(progress.params['rate']) >= 900 &&
          numberOf(progress.frame, 'unbounded', ({ waits }) => waits.mean) < 6,
      },
      {
        id: 'beyond',
        text: 'Let 1,100 come: no queue helps now. One lane waits without end; what does the other lose?',
        hint: 'Settings, Arrivals: 1,100, from the start; run to 30 s. In the long run it must lose a tenth.',
        isDone: (progress) =>
          isAt(progress, 30) && numberOf(progress.frame, 'drop-newest', lossShareOf) > 0.08,
      },
    ],
  },
  'slow-consumer': {
    prediction: null,
    steps: [
      {
        id: 'held-back',
        text: 'Let it run until the producer of “Block” has to wait. Which queue does its wait in the log’s lane?',
        hint: 'About seven seconds. A retained log takes everything; its readers are behind instead.',
        isDone: ({ frame }) => numberOf(frame, 'block', ({ stalledMs }) => stalledMs) > 200,
      },
      {
        id: 'caught-up',
        text: 'Run until all have caught up. Compare how long that took with how long the fault was.',
        hint: 'To 15 s: 2,000 a second are to spare for what piled up.',
        isDone: (progress) => isAt(progress, 14) && progress.frame.lanes.every(({ level }) => level < 100),
      },
    ],
  },
}
