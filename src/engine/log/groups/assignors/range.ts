import { byId, reads, type Assign, type TopicPartition } from './assignment.ts'

/**
 * Topic by topic, each member gets a run of neighbouring partitions; the first ones get one more where it does not come
 * out even. Kafka's RangeAssignor (https://kafka.apache.org/40/javadoc/org/apache/kafka/clients/consumer/RangeAssignor.html).
 */
export const assignRange: Assign = (members, partitions) => {
  const given = new Map<string, TopicPartition[]>(members.map(({ id }) => [id, []]))
  partitions.forEach((count, topic) => {
    const readers = byId(members).filter((member) => reads(member, topic))
    const [each, extra] = [Math.floor(count / readers.length), count % readers.length]
    let next = 0
    readers.forEach(({ id }, i) => {
      const end = next + each + (i < extra ? 1 : 0)
      for (; next < end; next++) given.get(id)?.push({ topic, partition: next })
    })
  })
  return given
}
