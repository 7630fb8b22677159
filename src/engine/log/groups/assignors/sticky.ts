import { at } from '../../../../shared/assert.ts'
import { allOf, byId, isSame, type Assign, type Candidate, type TopicPartition } from './assignment.ts'

/**
 * As even as can be, and each member keeps as much of what it had as that allows: nothing else moves. For members that
 * all read the same topics, as in Kafka's StickyAssignor and its uniform server-side assignor
 * (https://kafka.apache.org/40/javadoc/org/apache/kafka/clients/consumer/StickyAssignor.html).
 */
export const assignSticky: Assign = (members, partitions) => {
  const all = allOf(partitions)
  const order = byId(members)
  const given = new Map<string, TopicPartition[]>(order.map(({ id }) => [id, []]))
  if (order.length === 0) return given
  const least = Math.floor(all.length / order.length)
  let larger = all.length % order.length
  const free = new Set(all)
  const claim = (member: Candidate, most: number): TopicPartition[] => {
    const had = [...free].filter((one) => member.owned.some((own) => isSame(own, one)))
    return had.slice(0, most)
  }
  for (const member of order) {
    const canKeepMore = larger > 0 && claim(member, least + 1).length > least
    const kept = claim(member, canKeepMore ? least + 1 : least)
    if (canKeepMore) larger -= 1
    for (const one of kept) free.delete(one)
    given.set(member.id, kept)
  }
  // What is left goes to those with the fewest, in turns.
  for (const one of free) {
    const counts = order.map(({ id }) => given.get(id)?.length ?? 0)
    const { id } = at(order, counts.indexOf(Math.min(...counts)))
    given.get(id)?.push(one)
  }
  return given
}
