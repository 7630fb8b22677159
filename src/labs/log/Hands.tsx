import { useState, type JSX } from 'react'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { NumberField } from '../../ui/NumberField.tsx'

type HandsProps = Pick<LabViewProps<TopicFrame>, 'frame' | 'act' | 'compact'>

const MOST_GROUPS = 6
const AHEAD_HOURS = 48

/** What a person can do to the topic. */
export function Hands({ frame, act, compact }: HandsProps): JSX.Element {
  const canJoin = frame.groups.length < MOST_GROUPS
  return (
    <div className="log-hands" role="group" aria-label="By hand">
      <Button label="Clean up now" onClick={() => act({ kind: 'clean-up' }, null, null)} />
      <Button
        label="New group, from the earliest"
        disabled={!canJoin}
        onClick={() => act({ kind: 'join-group', from: 'earliest' }, null, null)}
      />
      {!compact && (
        <>
          <Button
            label="New group, from the latest"
            disabled={!canJoin}
            onClick={() => act({ kind: 'join-group', from: 'latest' }, null, null)}
          />
          <Button
            label={`Write one from ${AHEAD_HOURS} h ahead`}
            onClick={() => act({ kind: 'future-record', hours: AHEAD_HOURS }, null, null)}
          />
          <FindOffset frame={frame} act={act} />
        </>
      )}
    </div>
  )
}

/** Asks for a record by its offset. */
function FindOffset({ frame, act }: Pick<HandsProps, 'frame' | 'act'>): JSX.Element {
  const { logStart, logEnd } = frame.partitions
  const [partition, setPartition] = useState(0)
  const [offset, setOffset] = useState<number | null>(null)
  const here = Math.min(partition, logEnd.length - 1)
  const first = logStart[here] ?? 0
  const wanted = offset ?? first
  return (
    <span className="log-find" role="group" aria-label="Find a record">
      {logEnd.length > 1 && (
        <label>
          Partition{' '}
          <select value={here} onChange={(event) => setPartition(Number(event.target.value))}>
            {Array.from(logEnd, (_, i) => (
              <option key={i} value={i}>
                {i}
              </option>
            ))}
          </select>
        </label>
      )}
      <span aria-hidden="true">Offset</span>
      <NumberField label="Offset" value={wanted} min={0} max={5_000_000} step={1} onChange={setOffset} />
      <Button
        label="Read it"
        onClick={() => act({ kind: 'find', partition: here, offset: Math.floor(wanted) }, null, null)}
      />
    </span>
  )
}
