/** What is put into the calculator. */
export interface Cluster {
  readonly recordsADay: number
  readonly recordBytes: number
  readonly partitions: number
  readonly brokers: number
  readonly replicas: number
  readonly retentionDays: number
  readonly lingerMs: number
  /** Clients that write, each to all partitions alike. */
  readonly producers: number
}

/** What follows from it. Rates are a second's, means over a day. */
export interface Load {
  readonly records: number
  readonly bytes: number
  readonly recordsAPartition: number
  readonly bytesAPartition: number
  readonly recordsABroker: number
  /** What a broker's disks take: all copies. */
  readonly bytesABroker: number
  readonly keptBytes: number
  readonly recordsABatch: number
  /** Share of a batch that is its header. */
  readonly headerShare: number
  /** Produce requests would be fewer: one takes a batch for each of a broker's partitions. */
  readonly batches: number
}

const SECONDS_A_DAY = 86_400
/** Kafka's batch.size, and the header of a record batch (v2). */
const BATCH_SIZE = 16_384
const BATCH_HEADER = 61
/** What a record needs beside key and value, at the least: length, attributes, two deltas, two lengths, headers. */
const RECORD_HEADER = 7

/** Plain division, all loads even; a batch leaves when it is full or its linger is over, whichever is first. */
export function loadOf(cluster: Cluster): Load {
  const { recordsADay, recordBytes, partitions, brokers, replicas, retentionDays, lingerMs, producers } =
    cluster
  const records = recordsADay / SECONDS_A_DAY
  const bytes = records * recordBytes
  const onDisk = recordBytes + RECORD_HEADER
  const most = Math.max(1, Math.floor((BATCH_SIZE - BATCH_HEADER) / onDisk))
  // The first record opens the batch; those that come within its linger join it.
  const joining = (records / partitions / producers) * (lingerMs / 1_000)
  const recordsABatch = Math.min(most, 1 + joining)
  return {
    records,
    bytes,
    recordsAPartition: records / partitions,
    bytesAPartition: bytes / partitions,
    recordsABroker: records / brokers,
    bytesABroker: (bytes * replicas) / brokers,
    keptBytes: bytes * SECONDS_A_DAY * retentionDays * replicas,
    recordsABatch,
    headerShare: BATCH_HEADER / (BATCH_HEADER + recordsABatch * onDisk),
    batches: records / recordsABatch,
  }
}

export interface Preset {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly cluster: Cluster
}

const USUAL = { replicas: 3, retentionDays: 7, lingerMs: 5 } as const

/** Published figures, with their year. What a source does not give is named in `about`. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'linkedin-2019',
    label: 'LinkedIn, 2019',
    about:
      '7 trillion messages a day, 7 million partitions, over 4,000 brokers in over 100 clusters (LinkedIn Engineering, October 2019). The size of a message and the number of producers are our guesses.',
    cluster: {
      ...USUAL,
      recordsADay: 7e12,
      recordBytes: 500,
      partitions: 7e6,
      brokers: 4_000,
      producers: 1_000,
    },
  },
  {
    id: 'linkedin-2025',
    label: 'LinkedIn, 2025',
    about:
      '32 trillion records and 17 PB a day (531 bytes each), over 10,000 machines in 150 clusters: said when it announced Northguard, its replacement for Kafka (InfoQ, June 2025). Partitions and producers are our guesses; it gives 400,000 topics.',
    cluster: {
      ...USUAL,
      recordsADay: 32e12,
      recordBytes: 531,
      partitions: 20e6,
      brokers: 10_000,
      producers: 1_000,
    },
  },
  {
    id: 'capstone',
    label: 'The capstone',
    about:
      '50 billion events a day of 300 bytes, 50 partitions to a topic in 5 regions, from 20 collectors in each.',
    cluster: { ...USUAL, recordsADay: 50e9, recordBytes: 300, partitions: 250, brokers: 50, producers: 20 },
  },
  {
    id: 'small',
    label: 'A small shop',
    about:
      'Ten million orders and clicks a day, one topic of twelve partitions, three brokers, four producers.',
    cluster: { ...USUAL, recordsADay: 10e6, recordBytes: 400, partitions: 12, brokers: 3, producers: 4 },
  },
]
