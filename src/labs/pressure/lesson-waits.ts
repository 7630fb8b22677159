import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { answeredOf, isAt, lossesOf, lossShareOf, numberOf, type PressureLesson } from './lesson-parts.ts'

const NOW = 'drop-newest.retry-now'
const BACKOFF = 'drop-newest.retry-backoff'
const JITTER = 'drop-newest.retry-jitter'

/** The mean wait of the unbounded queue, as a number of mean services. */
const servicesWaited = (frame: PressureFrame): number =>
  numberOf(frame, 'unbounded', ({ waits }) => (waits.mean / 1_000) * frame.load.serviceRate)

/** The lessons about waits: how they come about, who sees them, and who does not. */
export const WAIT_LESSONS: Readonly<Record<string, PressureLesson>> = {
  bufferbloat: {
    prediction: {
      question:
        'In the large queue 99 of 100 messages wait no longer than some two seconds after half a minute. And with CoDel?',
      options: [
        { id: 'same', label: 'about as long' },
        { id: 'half', label: 'about half as long' },
        { id: 'tenth', label: 'about a tenth as long' },
      ],
      at: 30 * SECOND,
      answer: (frame) => {
        const [plain, codel] = ['drop-newest', 'codel'].map((id) =>
          numberOf(frame, id, ({ waits }) => waits.p99),
        )
        const share = (codel ?? 0) / (plain ?? 1)
        return share < 0.25 ? 'tenth' : share < 0.75 ? 'half' : 'same'
      },
      explanation:
        'CoDel looks at the wait, not at the level: while messages have waited more than 5 ms for 100 ms on end it drops at the head, more and more often. It loses more, since it begins earlier. When too much comes in, a large queue does not prevent loss; it puts it off, and makes everything late: bufferbloat.',
    },
    steps: [
      {
        id: 'late',
        text: 'Let it run until 1 of 100 messages in the large queue has waited longer than a second.',
        hint: 'About twenty seconds; 5× speed helps. The waits stand to the right of the lane.',
        isDone: ({ frame }) => numberOf(frame, 'drop-newest', ({ waits }) => waits.p99) > 1_000,
      },
      {
        id: 'short',
        text: 'Without CoDel: find a capacity with which the p99 wait stays below 0.1 s for 30 s. What does it cost?',
        hint: 'Settings, Queue, Capacity: 50, from the start; then run to 30 s and look at “Lost”.',
        isDone: (progress) =>
          isAt(progress, 30) && numberOf(progress.frame, 'drop-newest', ({ waits }) => waits.p99) < 100,
      },
      {
        id: 'long',
        text: 'Now find one with which “Drop newest” loses nothing in 30 s. What does that cost?',
        hint: 'Capacity: 10,000, from the start, then run to 30 s. Loss has become waiting.',
        isDone: (progress) => isAt(progress, 30) && numberOf(progress.frame, 'drop-newest', lossesOf) === 0,
      },
    ],
  },
  'retry-storm': {
    prediction: {
      question: 'The workers are back at 6.5 s. Which clients have nearly all their answers by 20 s?',
      options: [
        { id: NOW, label: 'those that try again at once' },
        { id: BACKOFF, label: 'those that pause, all equally long' },
        { id: JITTER, label: 'those that pause at random' },
      ],
      at: 20 * SECOND,
      answer: (frame) =>
        [NOW, BACKOFF, JITTER].toSorted(
          (a, b) => numberOf(frame, b, answeredOf) - numberOf(frame, a, answeredOf),
        )[0] ?? '',
      explanation:
        'A full queue is three quarters of a second of work, and clients wait 0.3 s: whatever comes out of it is too late, and each failure brings more messages. At once, the overload keeps itself up though its cause is gone: a metastable failure. After equal pauses all come back together, and the second wave does the same. After random ones (full jitter: anything up to the pause) they come back apart, and there is room for them.',
    },
    steps: [
      {
        id: 'storm',
        text: 'Let it run until the clients that retry at once send twice as many messages as they have requests.',
        hint: 'Some seconds after the stall; the producer’s box tells the tries of a request.',
        isDone: ({ frame }) => numberOf(frame, NOW, ({ requests }) => requests.attemptsEach) > 2,
      },
      {
        id: 'waves',
        text: 'See the clients with equal pauses come back, all together, and the queue full again.',
        hint: 'Eight seconds after the stall, and then sixteen: run to 16 s.',
        isDone: (progress) => isAt(progress, 16),
      },
      {
        id: 'shorter',
        text: 'Cure all three at the queue: one so short that what comes out of it is still wanted.',
        hint: 'In 0.3 s 2,400 are served. Capacity: 2,000, from the start, then run to 20 s.',
        isDone: (progress) =>
          isAt(progress, 20) &&
          Number(progress.params['timeout']) <= 300 &&
          numberOf(progress.frame, NOW, answeredOf) > 0.85,
      },
      {
        id: 'not-jitter',
        text: 'With 6,000 places again: show that jitter alone does not save anybody, if the pauses are short.',
        hint: 'Settings, Clients, Backoff: 500 ms, from the start, then run to 20 s. Spread out, it is still too much.',
        isDone: (progress) =>
          isAt(progress, 20) &&
          Number(progress.params['capacity']) >= 6_000 &&
          numberOf(progress.frame, JITTER, answeredOf) < 0.5,
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
        'At half load a message would wait as long as one service takes, on average. How long at 90 %?',
      options: [
        { id: 'two', label: 'about two services' },
        { id: 'nine', label: 'about nine services' },
        { id: 'fifty', label: 'about fifty services' },
      ],
      at: 50 * SECOND,
      answer: (frame) => {
        const wait = servicesWaited(frame)
        return wait < 4 ? 'two' : wait < 20 ? 'nine' : 'fifty'
      },
      explanation:
        'For random arrivals and service the mean wait is load ÷ (1 − load) services: 1 at a half, 9 at 90 %, 99 at 99 %. What runs out is the time in which the queue could recover.',
    },
    steps: [
      {
        id: 'measured',
        text: 'Run to 30 s and find this run on the curve of latency against load.',
        hint: 'The rings in the plot below the picture; the broad line behind them is the formula.',
        isDone: (progress) => isAt(progress, 30),
      },
      {
        id: 'nearer',
        text: 'Let 9,900 come where 10,000 can be served. A tenth more: how many times longer is the wait?',
        hint: 'Settings, Arrivals: 9,900, from the start, then run to 30 s. A short run may be far from the mean of many.',
        isDone: (progress) =>
          isAt(progress, 30) &&
          Number(progress.params['rate']) < Number(progress.params['service']) &&
          servicesWaited(progress.frame) > 30,
      },
      {
        id: 'even',
        text: 'At 9,000 again, halve the wait without serving more: let every service take equally long.',
        hint: 'Settings, Service times: Constant, and Arrivals: 9,000; then run to 30 s.',
        isDone: (progress) =>
          isAt(progress, 30) &&
          Number(progress.params['rate']) >= 0.9 * Number(progress.params['service']) &&
          servicesWaited(progress.frame) < 6,
      },
      {
        id: 'beyond',
        text: 'Let 11,000 come: no queue helps now. One lane waits longer and longer; what does the other lose?',
        hint: 'Settings, Arrivals: 11,000, from the start; run to 10 s. In the long run it must lose a tenth.',
        isDone: (progress) =>
          isAt(progress, 10) && numberOf(progress.frame, 'drop-newest', lossShareOf) > 0.08,
      },
    ],
  },
  'slow-consumer': {
    prediction: {
      question:
        'The workers run at half their speed for five seconds. Which lanes have lost something at 15 s?',
      options: [
        { id: 'drop', label: 'only the two that drop' },
        { id: 'all', label: 'all but the unbounded queue' },
        { id: 'none', label: 'none: it is over too soon' },
      ],
      at: 15 * SECOND,
      answer: (frame) => {
        const losers = frame.lanes.filter((lane) => lossesOf(lane) > 0).map(({ policy }) => policy)
        if (losers.length === 0) return 'none'
        return losers.every((policy) => policy.startsWith('drop')) ? 'drop' : 'all'
      },
      explanation:
        'One that blocks keeps what piles up at the producer, a log keeps it on disk, an unbounded queue in memory. All three only wait longer; the two that drop trade the wait for a loss.',
    },
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
