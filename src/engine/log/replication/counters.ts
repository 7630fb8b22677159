/** What a lane counts as it happens; the first seven under the names Kafka's metrics have. */
export interface Counters {
  IsrShrinks: number
  IsrExpands: number
  LeaderElections: number
  UncleanLeaderElections: number
  FailedProduceRequests: number
  ProduceRequests: number
  FetchRequests: number
  /** Requests the producer sent once more. */
  retries: number
  /** Records and bytes in all requests sent, retries included. */
  requestRecords: number
  requestBytes: number
  /** Batches that came twice and were stored once. */
  deduplicated: number
  /** Records that followers cut off. */
  truncated: number
}

export const noCounts = (): Counters => ({
  IsrShrinks: 0,
  IsrExpands: 0,
  LeaderElections: 0,
  UncleanLeaderElections: 0,
  FailedProduceRequests: 0,
  ProduceRequests: 0,
  FetchRequests: 0,
  retries: 0,
  requestRecords: 0,
  requestBytes: 0,
  deduplicated: 0,
  truncated: 0,
})
