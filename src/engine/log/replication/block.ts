/** A batch as replication sees it: the same object in every replica that holds the same bytes. Never changed. */
export interface Block {
  readonly base: number
  readonly count: number
  readonly bytes: number
  /** The epoch of the leader that appended it. */
  readonly epoch: number
  /** The producer's epoch and first sequence number; -1 each without idempotence. */
  readonly producerEpoch: number
  readonly sequence: number
  /** The records' numbers, as the application counts them. */
  readonly ids: readonly number[]
}

export const endOf = ({ base, count }: Block): number => base + count

/** Where an epoch begins: its leader's log end when it took over. */
export interface EpochStart {
  readonly epoch: number
  readonly start: number
}

/** Where an epoch ends in some replica. */
export interface EpochEnd {
  readonly epoch: number
  readonly end: number
}

/**
 * What a replica answers to OffsetsForLeaderEpoch: the largest epoch it knows that is not above `epoch`, and the offset
 * behind its last record. Asked about one before its first, it says where the first begins: nothing earlier is in its
 * log. Null where it knows none (KIP-101, KIP-279, LeaderEpochFileCache.endOffsetFor).
 */
export function endOfEpoch(
  starts: readonly EpochStart[],
  logEndOffset: number,
  epoch: number,
): EpochEnd | null {
  const index = starts.findLastIndex((entry) => entry.epoch <= epoch)
  const entry = starts[index]
  const [first] = starts
  if (entry === undefined) return first === undefined ? null : { epoch, end: first.start }
  return { epoch: entry.epoch, end: starts[index + 1]?.start ?? logEndOffset }
}

/** Where a follower must cut to agree with its leader, and whether it then does or has to ask once more. */
export interface Cut {
  readonly offset: number
  readonly done: boolean
}

/** What a follower makes of the leader's answer about its own last epoch. */
export function cutFor(starts: readonly EpochStart[], logEndOffset: number, leader: EpochEnd): Cut {
  const own = endOfEpoch(starts, logEndOffset, leader.epoch)
  if (own === null) return { offset: Math.min(leader.end, logEndOffset), done: true }
  // An epoch the follower has never seen: cut to the end of the one before, and ask about that.
  if (own.epoch !== leader.epoch) return { offset: Math.min(own.end, logEndOffset), done: false }
  return { offset: Math.min(own.end, leader.end, logEndOffset), done: true }
}
