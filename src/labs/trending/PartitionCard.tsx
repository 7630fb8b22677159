import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { EVENT_TYPES, PARTITIONS, TOPIC, TOPICS } from '../../engine/ingest/codes.ts'
import type { PartitionsFrame } from '../../engine/ingest/plane/frame.ts'
import { formatNumber } from '../../stage/format.ts'
import type { KeepRequest } from '../../storage/protocol.ts'
import { KeepLog } from '../../tools/keep/KeepLog.tsx'
import { Button } from '../../ui/Button.tsx'
import { clock, span } from './plane/layout.ts'

/** A partition as the stage keeps what is chosen: "partition-0-17". */
export const partitionThing = (topic: number, partition: number): string => `partition-${topic}-${partition}`

export function chosenPartition(thing: string | null): readonly [number, number] | null {
  const [, topic, partition] = /^partition-(\d)-(\d+)$/.exec(thing ?? '') ?? []
  if (topic === undefined || partition === undefined) return null
  const chosen = [Number(topic), Number(partition)] as const
  return chosen[0] < TOPICS.length && chosen[1] < PARTITIONS ? chosen : null
}

interface PartitionCardProps {
  readonly spread: PartitionsFrame
  readonly chosen: readonly [number, number]
  readonly titleOf: (title: number) => string
  readonly getLog: ((place: number) => Promise<Outcome<KeepRequest>>) | null
  readonly onClose: () => void
}

/** One partition: its numbers, and its newest records. */
export function PartitionCard({ spread, chosen, titleOf, getLog, onClose }: PartitionCardProps): JSX.Element {
  const [topic, partition] = chosen
  const { records, rate, lag, wait } = at(spread.topics, topic)
  const place = topic * PARTITIONS + partition
  const { newest } = spread
  const rows = [...newest.partition.keys()].filter((i) => at(newest.partition, i) === place)
  return (
    <div className="plane-card" role="group" aria-label="The chosen partition">
      <p>
        {at(TOPICS, topic)}, partition {partition}: log start offset{' '}
        {formatNumber(at(spread.starts, place), 0)}, log end offset {formatNumber(at(records, partition), 0)}.{' '}
        {formatNumber(at(rate, partition), 1)} records a second come in, and its reader takes at most{' '}
        {formatNumber(at(spread.readers, topic), 1)}. It is behind by{' '}
        <b>{formatNumber(at(lag, partition), 0)} records</b>, or <b>{span(at(wait, partition))}</b>.
      </p>
      {topic === TOPIC.deadLetter ? (
        <p className="muted">Dead letters keep the rule they broke: press “rejected” for them.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Offset</th>
              <th scope="col">Received</th>
              <th scope="col">Late by</th>
              <th scope="col">Key</th>
              <th scope="col">User</th>
              <th scope="col">Event</th>
              <th scope="col">Title</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => (
              <tr key={at(newest.offset, i)}>
                <td>{formatNumber(at(newest.offset, i), 0)}</td>
                <td>{clock(at(newest.received, i))}</td>
                <td>{span(at(newest.received, i) - at(newest.happened, i))}</td>
                <td>{at(newest.key, i)}</td>
                <td>{at(newest.user, i)}</td>
                <td>{at(EVENT_TYPES, at(newest.type, i))}</td>
                <td>{at(newest.title, i) < 0 ? '–' : titleOf(at(newest.title, i))}</td>
              </tr>
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={7}>no record yet</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
      <div className="plane-card-deeds">
        {getLog !== null && <KeepLog getLog={() => getLog(place)} disabled={at(records, partition) === 0} />}
        <Button label="Close" tone="quiet" onClick={onClose} />
      </div>
    </div>
  )
}
