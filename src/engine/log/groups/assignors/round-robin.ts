import { at } from '../../../../shared/assert.ts'
import { allOf, byId, reads, type Assign, type TopicPartition } from './assignment.ts'

/**
 * All partitions in a row are dealt out one by one, over members that read the topic. Kafka's RoundRobinAssignor
 * (https://kafka.apache.org/40/javadoc/org/apache/kafka/clients/consumer/RoundRobinAssignor.html).
 */
export const assignRoundRobin: Assign = (members, partitions) => {
  const given = new Map<string, TopicPartition[]>(members.map(({ id }) => [id, []]))
  const circle = byId(members)
  let turn = 0
  for (const one of allOf(partitions)) {
    if (!circle.some((member) => reads(member, one.topic))) continue
    while (!reads(at(circle, turn % circle.length), one.topic)) turn += 1
    given.get(at(circle, turn % circle.length).id)?.push(one)
    turn += 1
  }
  return given
}
