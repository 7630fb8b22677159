import { isSame, type Assign, type TopicPartition } from './assignment.ts'
import { assignSticky } from './sticky.ts'

/**
 * The sticky assignment, but what is to move from one member to another is given to nobody yet: its owner gives it up
 * first, and a second rebalance follows (KIP-429). Kafka's CooperativeStickyAssignor.
 */
export const assignCooperative: Assign = (members, partitions) => {
  const wanted = assignSticky(members, partitions)
  const isHeldByOther = (id: string, one: TopicPartition): boolean =>
    members.some((other) => other.id !== id && other.owned.some((own) => isSame(own, one)))
  const given = new Map<string, readonly TopicPartition[]>()
  for (const [id, list] of wanted)
    given.set(
      id,
      list.filter((one) => !isHeldByOther(id, one)),
    )
  return given
}
