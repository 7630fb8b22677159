/** A partition of a topic; topics are numbers in their order. */
export interface TopicPartition {
  readonly topic: number
  readonly partition: number
}

/** A member as an assignor sees it. */
export interface Candidate {
  readonly id: string
  /** What it had last, where it tells. */
  readonly owned: readonly TopicPartition[]
  /** The topics it reads; all of them where this is not said. */
  readonly topics?: readonly number[]
}

/** For each member, by its id, what it is to read. */
export type Assignment = ReadonlyMap<string, readonly TopicPartition[]>

/** Divides all partitions of topics with so many `partitions` each among the members. */
export type Assign = (members: readonly Candidate[], partitions: readonly number[]) => Assignment

/** Members in the order of their ids, as every assignor goes through them. */
export const byId = (members: readonly Candidate[]): Candidate[] =>
  members.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

export const reads = ({ topics }: Candidate, topic: number): boolean => topics?.includes(topic) ?? true

/** All partitions: topic by topic, each from 0. */
export const allOf = (partitions: readonly number[]): TopicPartition[] =>
  partitions.flatMap((count, topic) =>
    Array.from({ length: count }, (_, partition) => ({ topic, partition })),
  )

export const isSame = (a: TopicPartition, b: TopicPartition): boolean =>
  a.topic === b.topic && a.partition === b.partition
