import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, ReplicationFrame } from '../../engine/log/replication/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: ReplicationFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

const kafka = (frame: ReplicationFrame): LaneFrame['summary'] | undefined => laneOf(frame, 'kafka')?.summary
const lostIn = (frame: ReplicationFrame, lane: LaneFrame['lane']): number =>
  laneOf(frame, lane)?.summary.lost ?? 0
const leaderIn = (frame: ReplicationFrame): number => laneOf(frame, 'kafka')?.partitions[0]?.leader ?? -1
const stateOf = (frame: ReplicationFrame, id: number): string =>
  frame.lanes[0]?.brokers.find((broker) => broker.id === id)?.state ?? ''
const said = (frame: ReplicationFrame, lane: LaneFrame['lane'], words: string): boolean =>
  laneOf(frame, lane)?.journal.some(({ text }) => text.includes(words)) === true

/** Whether a broker has cut off a tail. */
const cutAt = (frame: ReplicationFrame, lane: LaneFrame['lane'], broker: number): boolean =>
  laneOf(frame, lane)?.journal.some(({ kind, node }) => kind === 'truncated' && node === broker) === true

/** In which lanes something is above 0. */
function whoLost(frame: ReplicationFrame): string {
  const lost = frame.lanes.filter(({ summary }) => summary.lost > 0).map(({ lane }) => lane)
  return lost.length === 0 ? 'none' : lost.includes('kafka') ? 'all' : 'weak'
}

const LESSONS: Readonly<Record<string, Lesson<ReplicationFrame>>> = {
  calm: {
    prediction: {
      question:
        'A message takes about 45 ms one way. With acks=all, how much later than the whiteboard’s does “ok” come?',
      options: [
        { id: 'same', label: 'at the same time' },
        { id: 'round', label: 'about 90 ms: one round trip' },
        { id: 'long', label: 'half a second and more' },
      ],
      at: 10 * SECOND,
      answer: (frame) => {
        const waited = (lane: LaneFrame['lane']): number => laneOf(frame, lane)?.summary.answerMs.mean ?? 0
        const more = waited('kafka') - waited('whiteboard')
        return more < 30 ? 'same' : more < 300 ? 'round' : 'long'
      },
      explanation:
        'The followers’ fetches are already waiting at the leader: it answers them with the batch, and their next fetch says that they have it. That is one round trip more.',
    },
    steps: [
      {
        id: 'watermark',
        text: 'See the high watermark (HW) follow the log end (LEO): a record is committed once every in-sync replica has it.',
        hint: 'Let it run for two seconds and look at the line in the leader’s row.',
        isDone: ({ frame }) => (kafka(frame)?.highWatermark ?? 0) >= 10,
      },
      {
        id: 'kill',
        text: 'Kill the leader, and see another broker take over.',
        hint: 'The button “Kill” of broker 1, then about a second and a half.',
        isDone: ({ frame }) => stateOf(frame, 1) === 'down' && leaderIn(frame) > 1,
      },
      {
        id: 'back',
        text: 'Start it again: it follows now, and joins the in-sync replicas.',
        hint: 'The button “Start” of broker 1, then a second.',
        isDone: ({ frame }) =>
          (kafka(frame)?.elections ?? 0) > 0 &&
          stateOf(frame, 1) === 'up' &&
          (kafka(frame)?.isrExpands ?? 0) > 0,
      },
    ],
  },
  acks1: {
    prediction: {
      question:
        'The leader dies at 5 s; broker 2, half a second behind, takes over. Who loses records that were told “ok”?',
      options: [
        { id: 'none', label: 'nobody' },
        { id: 'weak', label: 'the whiteboard and acks=1' },
        { id: 'all', label: 'all three' },
      ],
      at: 8 * SECOND,
      answer: whoLost,
      explanation:
        'In sync does not mean equal: broker 2 was allowed to be a little behind. “Ok” from the leader alone says nothing of the others; acks=all waits for all that may take over.',
    },
    steps: [
      {
        id: 'lost',
        text: 'Find the records that acks=1 lost, one by one.',
        hint: 'Let it run to 7 s: they are listed below the picture.',
        isDone: ({ frame }) => lostIn(frame, 'acks1') > 0,
      },
      {
        id: 'cut',
        text: 'See the old leader come back and cut off what nobody else has.',
        hint: 'It starts again at 11 s; the event log says “truncated”.',
        isDone: ({ frame }) => stateOf(frame, 1) === 'up' && cutAt(frame, 'acks1', 1),
      },
      {
        id: 'faster',
        text: 'Make broker 2 as fast as the others. Does acks=1 still lose anything here?',
        hint: 'Settings, Brokers and network, How slow: 0. Then let it run past 7 s. With luck nothing is lost; luck is no promise.',
        isDone: ({ params, now }) => params['slowMs'] === 0 && now > 7 * SECOND,
      },
    ],
  },
  'two-down': {
    prediction: {
      question: 'From 9 s on one broker of three is left. What becomes of writes with acks=all at 13 s?',
      options: [
        { id: 'ok', label: 'they go on' },
        { id: 'refused', label: 'they are refused, and nothing is lost' },
        { id: 'lost', label: 'they are told “ok” and will be lost' },
      ],
      at: 13 * SECOND,
      answer: (frame) => {
        if (lostIn(frame, 'kafka') > 0) return 'lost'
        return said(frame, 'kafka', 'NotEnoughReplicas:') ? 'refused' : 'ok'
      },
      explanation:
        'min.insync.replicas=2 says: rather no write than one that a single disk holds. The producer tries again until it works or delivery.timeout.ms is over. acks=1 does not ask.',
    },
    steps: [
      {
        id: 'one',
        text: 'One broker dies, and writes go on: two of three are in sync.',
        hint: 'Let it run to 7 s.',
        isDone: ({ frame }) => kafka(frame)?.isr === 2 && leaderIn(frame) === 2,
      },
      {
        id: 'two',
        text: 'A second one dies: see NotEnoughReplicas, and the high watermark stop.',
        hint: 'Let it run to 12 s and read the event log of the Kafka lane.',
        isDone: ({ frame }) => kafka(frame)?.isr === 1 && said(frame, 'kafka', 'NotEnoughReplicas:'),
      },
      {
        id: 'back',
        text: 'One comes back, and so do the writes: what waited is stored, in order.',
        hint: 'Let it run to 20 s.',
        isDone: ({ frame, now }) => now > 17 * SECOND && kafka(frame)?.underMinIsr === 0,
      },
    ],
  },
  zombie: {
    prediction: {
      question:
        'For seven seconds the old leader goes on answering clients. How many records told “ok” does acks=1 lose?',
      options: [
        { id: 'none', label: 'none: the others have them' },
        { id: 'few', label: 'a handful, until the election' },
        { id: 'many', label: 'more than fifty' },
      ],
      at: 14 * SECOND,
      answer: (frame) => {
        const lost = lostIn(frame, 'acks1')
        return lost === 0 ? 'none' : lost > 50 ? 'many' : 'few'
      },
      explanation:
        'Nobody tells the client that there is a new leader as long as the old one says “ok”. With acks=all the old one cannot: no follower fetches from it, so it runs into the timeout and the producer looks around.',
    },
    steps: [
      {
        id: 'two-leaders',
        text: 'See two brokers that lead: one elected, one that does not know.',
        hint: 'Let it run to 8 s; broker 1 “thinks it leads”.',
        isDone: ({ frame }) => leaderIn(frame) > 1 && frame.cuts.length > 0,
      },
      {
        id: 'fenced',
        text: 'See it come back, learn the new epoch, and cut off its tail.',
        hint: 'The network works again at 12 s; let it run to 14 s.',
        isDone: ({ frame }) => frame.cuts.length === 0 && said(frame, 'kafka', 'truncated to'),
      },
    ],
  },
  unclean: {
    prediction: {
      question:
        'At 12 s broker 2 is back, without the newest records; 1 and 3 are dead. Does it lead at 15 s?',
      options: [
        { id: 'leads', label: 'yes: one broker is better than none' },
        { id: 'waits', label: 'no: the partition waits for broker 1' },
      ],
      at: 15 * SECOND,
      answer: (frame) => (leaderIn(frame) > 0 ? 'leads' : 'waits'),
      explanation:
        'Only an in-sync replica may lead, and broker 2 left them when it died. unclean.leader.election.enable=true would let it: available now, and some records gone for good.',
    },
    steps: [
      {
        id: 'offline',
        text: 'See the partition go offline: no in-sync replica is alive.',
        hint: 'Let it run to 13 s.',
        isDone: ({ frame }) => kafka(frame)?.offline === 1,
      },
      {
        id: 'allow',
        text: 'Allow unclean election now, and see what it costs.',
        hint: 'Settings, Topic, unclean.leader.election.enable, from now on, while nobody leads.',
        isDone: ({ frame }) => (kafka(frame)?.unclean ?? 0) > 0 && lostIn(frame, 'kafka') > 0,
      },
      {
        id: 'cut',
        text: 'Broker 1 comes back with the only copies, and cuts them off.',
        hint: 'It starts again at 24 s; let it run to 27 s.',
        isDone: ({ frame }) => (kafka(frame)?.unclean ?? 0) > 0 && (kafka(frame)?.truncated ?? 0) > 0,
      },
    ],
  },
  slow: {
    prediction: {
      question:
        'Broker 3 needs four seconds for each fetch from 4 s on. How long do writes with acks=all wait?',
      options: [
        { id: 'never', label: 'not at all' },
        { id: 'while', label: 'a while, then they go on without it' },
        { id: 'always', label: 'four seconds each, until it is fast again' },
      ],
      at: 12 * SECOND,
      answer: (frame) => {
        const summary = kafka(frame)
        if (summary === undefined || summary.answerMs.p99 < 800) return 'never'
        return summary.isr === 2 && summary.waiting < 20 ? 'while' : 'always'
      },
      explanation:
        'The high watermark waits for every in-sync replica. One that has not caught up for replica.lag.time.max.ms leaves them, and waits for nobody’s sake but its own.',
    },
    steps: [
      {
        id: 'shrink',
        text: 'See broker 3 leave the in-sync replicas.',
        hint: 'Let it run to 8 s; IsrShrinks goes up.',
        isDone: ({ frame }) => (kafka(frame)?.isrShrinks ?? 0) > 0,
      },
      {
        id: 'expand',
        text: 'It is fast again at 14 s: see it catch up and come back.',
        hint: 'Let it run to 18 s; IsrExpands goes up.',
        isDone: ({ frame }) => (kafka(frame)?.isrExpands ?? 0) > 0 && kafka(frame)?.isr === 3,
      },
      {
        id: 'patient',
        text: 'Be more patient with followers: what does it do to the writes?',
        hint: 'Settings, replica.lag.time.max.ms: 10,000. Then look at “Until ok, p99” at 12 s.',
        isDone: ({ frame, params }) =>
          Number(params['lagMax']) >= 5_000 && (kafka(frame)?.answerMs.p99 ?? 0) > 2_000,
      },
    ],
  },
  frozen: {
    prediction: {
      question:
        'At 9 s the old leader goes on, with requests waiting, and believes that it leads. What becomes of these writes?',
      options: [
        { id: 'kept', label: 'they join the new leader’s log' },
        { id: 'cut', label: 'it appends them, then cuts them off' },
      ],
      at: 11 * SECOND,
      answer: (frame) => ((kafka(frame)?.truncated ?? 0) > 0 ? 'cut' : 'kept'),
      explanation:
        'It handles what it finds before it hears of the new epoch. By then the producer has sent these batches to the new leader, and nobody waits for this answer any more.',
    },
    steps: [
      {
        id: 'timeout',
        text: 'See the producer run into its timeout, look around, and go on with another leader.',
        hint: 'Let it run to 8 s.',
        isDone: ({ frame }) => said(frame, 'kafka', 'no answer from broker 1') && leaderIn(frame) > 1,
      },
      {
        id: 'cut',
        text: 'See the old leader go on and cut off its tail.',
        hint: 'Let it run to 11 s.',
        isDone: ({ frame }) => (kafka(frame)?.truncated ?? 0) > 0,
      },
    ],
  },
  retry: {
    prediction: {
      question: 'Five times the answers get lost and batches are sent again. Where are records stored twice?',
      options: [
        { id: 'none', label: 'nowhere' },
        { id: 'weak', label: 'where there is no idempotence' },
        { id: 'all', label: 'in all three lanes' },
      ],
      at: 13 * SECOND,
      answer: (frame) => {
        const twice = frame.lanes.filter(({ summary }) => summary.duplicates > 0).map(({ lane }) => lane)
        return twice.length === 0 ? 'none' : twice.includes('kafka') ? 'all' : 'weak'
      },
      explanation:
        'A producer that hears nothing cannot know whether the batch was stored. With a producer id and sequence numbers the leader can: it says “ok” once more and stores nothing.',
    },
    steps: [
      {
        id: 'known',
        text: 'See a leader know a batch by its sequence number.',
        hint: 'Let it run to 12 s; “Known by their sequence” goes up in the Kafka lane.',
        isDone: ({ frame }) => (kafka(frame)?.deduplicated ?? 0) > 0,
      },
      {
        id: 'off',
        text: 'Turn idempotence off and see the Kafka lane store records twice.',
        hint: 'Settings, Producer, enable.idempotence; let it run to 12 s.',
        isDone: ({ frame, params }) => params['idempotence'] === false && (kafka(frame)?.duplicates ?? 0) > 0,
      },
    ],
  },
  reorder: {
    prediction: {
      question: 'No idempotence, five requests in flight, refused batches sent again: does the order hold?',
      options: [
        { id: 'yes', label: 'yes, a retry keeps its place' },
        { id: 'no', label: 'no, later batches get in first' },
      ],
      at: 14 * SECOND,
      answer: (frame) => ((kafka(frame)?.reordered ?? 0) > 0 ? 'no' : 'yes'),
      explanation:
        'Every refused batch goes back to the front of the producer’s queue, before those refused earlier: the five in flight change places. With idempotence they are queued by sequence number, and the leader takes no number that is not due.',
    },
    steps: [
      {
        id: 'overtaken',
        text: 'Find records out of order in the Kafka lane.',
        hint: 'Let it run to 14 s; the measure “Out of order” is among all measures.',
        isDone: ({ frame }) => (kafka(frame)?.reordered ?? 0) > 0,
      },
      {
        id: 'one',
        text: 'Allow one request in flight: the order holds, at what price?',
        hint: 'Settings, Producer, max.in.flight.requests.per.connection: 1. Let it run to 20 s.',
        isDone: ({ frame, params, now }) =>
          params['inFlight'] === 1 && now > 15 * SECOND && kafka(frame)?.reordered === 0,
      },
    ],
  },
}

const NONE: Lesson<ReplicationFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const replicationLesson = (scenario: string): Lesson<ReplicationFrame> => LESSONS[scenario] ?? NONE
