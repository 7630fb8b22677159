import { SOURCES } from '../sources.ts'
import type { Question } from './question.ts'

/** Act 2. */
export const KAFKA: readonly Question[] = [
  {
    id: 'throughput',
    asks: 'How does Kafka reach its throughput?',
    answer:
      'It writes at the end of files, sends many records in one batch, leaves caching to the operating system, and lets the kernel hand bytes from the page cache to the network; then it spreads the load over partitions and machines. LinkedIn’s test of 2014 reached 821,557 records of 100 bytes a second with one producer and no copies, 421,823 with three synchronous copies, and 2,024,032 with three producers: on three machines and six partitions. It is not millions a second for each partition. Over LinkedIn’s 7 million partitions of 2019 the mean was 11.6.',
    shown: [
      {
        title: 'Why a log is fast: How much is that?',
        route: 'speed?part=calculator',
        what: 'LinkedIn’s 7 trillion a day, divided by partitions and brokers',
      },
    ],
    sources: [SOURCES.kreps, SOURCES.kafkaDesign],
    slides: [12, 14],
  },
  {
    id: 'hundred-times',
    asks: 'Is writing in order 100 times as fast?',
    answer:
      'That is up to the device. Slide 12’s heading says 100 times, while its own figures, 600 MB/s beside 100 kB/s, make 6,000: those of disks that turn, in Kafka’s documentation. A drive of 2022 reads at 7,450 MB/s in order and 5.7 GB/s at random with many requests at a time, which is 1.3 times. What still counts is large pieces, batches and the page cache; measure your own device.',
    shown: [
      {
        title: 'Why a log is fast: In order or at random',
        route: 'speed?part=writing',
        what: 'all these figures as bars, and a button that measures here',
      },
    ],
    sources: [SOURCES.kafkaDesign, SOURCES.jacobs],
    slides: [12],
  },
  {
    id: 'tls',
    asks: 'Is zero-copy used with TLS?',
    answer:
      'No. The system call sendfile sends bytes as they lie, and encryption has to touch every one of them in the broker’s own memory. So 2 copies become 4, and 1 system call becomes 2. The same goes for records that the broker must convert or compress anew.',
    shown: [
      {
        title: 'Why a log is fast: Zero-copy',
        route: 'speed?part=zero-copy&tls=on',
        what: 'the way of the bytes, with TLS ticked',
      },
    ],
    sources: [SOURCES.kafkaDesign],
    slides: [12],
  },
  {
    id: 'constant-time',
    asks: 'A ring is O(1). Is a log too?',
    answer:
      'Appending and reading on are, in both: the cost does not grow with what is stored. The list that one draws first is not so: in this lab each read moves 50.5 items on average, the ring’s none. A jump costs a log more, for it has no array to index: it halves its segments, then a sparse index, then reads on. To find offset 300 it looked at 3 of 8 segments and 3 of 7 index entries, and read on over 9 batches.',
    shown: [
      {
        title: 'Ring buffer: Too fast',
        route: 'lab/ring?scenario=too-fast&t=20',
        what: 'items moved by each read: in the list, in the ring',
      },
      {
        title: 'The log: Days behind',
        route: 'lab/log?scenario=far-behind&branch=19900000!find.0.300&t=20',
        what: 'offset 300 looked up, and what that took',
      },
    ],
    sources: [SOURCES.kafkaDesign],
    slides: [2, 9],
  },
  {
    id: 'slowest',
    asks: 'Does Kafka wait for the slowest consumer?',
    answer:
      'No. Here reader B takes two records a second where four are written. After 20 seconds 23 records wait before the ring that blocks, and fast reader A goes without them; nobody waits before the log. The price is B’s own: 4 records were deleted before it came to them, and it was sent past 17 more. A ring that waits for its slowest reader is the LMAX Disruptor’s.',
    shown: [
      {
        title: 'Ring or log: B is slow',
        route: 'lab/reveal?scenario=slow&t=20',
        what: 'who waits and who loses, in three buffers',
      },
    ],
    sources: [SOURCES.disruptor, SOURCES.kafkaDesign],
    slides: [8, 10],
  },
  {
    id: 'commit',
    asks: 'Does a consumer’s commit delete what was read?',
    answer:
      'No. A committed offset is a note of where a group goes on: it frees nothing and stops nobody. Groups A and B have read to within 2 records of the end here, and 512 of 1,200 records are still there for whoever comes. Only retention deletes, by whole segments, read or not: 688 records have gone by their age, and group C has lost 197.',
    shown: [
      {
        title: 'The log: Time-lapse',
        route: 'lab/log?scenario=time-lapse&t=30',
        what: 'what is kept after 30 hours, and how far each group is',
      },
    ],
    sources: [SOURCES.kafkaDesign],
    slides: [8, 9],
  },
  {
    id: 'commit-order',
    asks: 'Commit before the work, or after it?',
    answer:
      'Before it, a crash loses the rest of the batch: at most once. After it, what was done but not yet committed comes again: at least once. Here a member crashes amid a batch of 10: the first way loses 5 records, the second does 5 twice. A sink that knows what it has seen loses 0 and does 0 twice.',
    shown: [
      {
        title: 'Consumer groups: Crash mid-batch',
        route: 'lab/groups?scenario=mid-batch&t=20',
        what: 'four ways to commit, after the same crash',
      },
    ],
    sources: [SOURCES.kafkaDesign],
    slides: [10],
  },
  {
    id: 'retention',
    asks: 'Does retention.bytes keep at most that much?',
    answer:
      'At least that much. Kafka deletes the oldest segment only while no less than the limit stays, and looks every five minutes; slide 11’s loop goes on until no more than the limit is left. With a limit of 64 KiB the sketch holds 57.7 KiB after 40 seconds, the log 69.4. With a limit below one segment the sketch deletes the one it is writing to, and can never write again.',
    shown: [
      {
        title: 'The log: At least, at most',
        route: 'lab/log?scenario=at-least&t=40',
        what: 'the same limit, met from both sides',
      },
      {
        title: 'The log: Less than a segment',
        route: 'lab/log?scenario=too-small&t=10',
        what: 'the sketch dead, the log alive',
      },
    ],
    sources: [SOURCES.kafkaTopics],
    slides: [11],
  },
  {
    id: 'acks',
    asks: 'The broker said “ok”. Is the record safe?',
    answer:
      'Only if “ok” waits for the in-sync replicas: acks=all, the default since Kafka 3.0, together with min.insync.replicas=2, whose default is 1. Here a leader dies with records that only it had. With acks=1, and in the sketch, 5 of them had been told “ok” and are lost. With acks=all it is 0.',
    shown: [
      {
        title: 'Replicas and acks: Kill the leader',
        route: 'lab/replication?scenario=acks1&t=6.5',
        what: 'the sketch, acks=all and acks=1 after the leader’s death',
      },
    ],
    sources: [SOURCES.kafkaProducer, SOURCES.kafkaTopics],
    slides: [9, 14],
  },
  {
    id: 'kafka-hashing',
    asks: 'Does Kafka use consistent hashing?',
    answer:
      'No. It takes murmur2 of the key, modulo the number of partitions. When 12 partitions become 13, 92.4 % of the keys belong elsewhere; on episode 6’s ring 8.4 % would. But Kafka moves no record: old ones stay and new ones go to the new place, so that ten seconds later 246 keys lie in two partitions, and their order ends there.',
    shown: [
      {
        title: 'Which partition?: One partition more',
        route: 'lab/keys?scenario=grow&t=20',
        what: 'four rules, ten seconds after the thirteenth partition came',
      },
    ],
    sources: [SOURCES.kafkaOperations],
    slides: [13],
  },
]
