import { useState, type JSX } from 'react'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { accept, type Outcome } from '../../shared/outcome.ts'
import { useStage } from '../../stage/context.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import type { KeepRequest } from '../../storage/protocol.ts'
import { KeepLog } from '../../tools/keep/KeepLog.tsx'
import { Button } from '../../ui/Button.tsx'
import { NumberField } from '../../ui/NumberField.tsx'

type HandsProps = Pick<LabViewProps<TopicFrame>, 'frame' | 'act' | 'compact'>

const MOST_GROUPS = 6
const AHEAD_HOURS = 48

/** What a person can do to the topic. */
export function Hands({ frame, act, compact }: HandsProps): JSX.Element {
  const canJoin = frame.groups.length < MOST_GROUPS
  return (
    <div className="lab-hands" role="group" aria-label="By hand">
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
          <Keep partitions={frame.partitions.logEnd.length} />
        </>
      )}
    </div>
  )
}

/** Keeps a partition's segments in this browser, as they stand now. */
function Keep({ partitions }: { readonly partitions: number }): JSX.Element {
  const { controller } = useStage()
  const [chosen, setPartition] = useState(0)
  const partition = Math.min(chosen, partitions - 1)
  const getLog = async (): Promise<Outcome<KeepRequest>> => {
    const found = await controller.partitionFiles(partition)
    if (!found.ok) return found
    const { segments, logStartOffset, segmentBytes } = found.value
    return accept({ name: `The log, partition ${partition}`, files: segments, logStartOffset, segmentBytes })
  }
  return (
    <span className="log-find" role="group" aria-label="Keep a partition">
      {partitions > 1 && <ChoosePartition count={partitions} value={partition} onChange={setPartition} />}
      <KeepLog getLog={getLog} />
    </span>
  )
}

interface ChoosePartitionProps {
  readonly count: number
  readonly value: number
  readonly onChange: (partition: number) => void
}

const ChoosePartition = ({ count, value, onChange }: ChoosePartitionProps): JSX.Element => (
  <label>
    Partition{' '}
    <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {Array.from({ length: count }, (_, i) => (
        <option key={i} value={i}>
          {i}
        </option>
      ))}
    </select>
  </label>
)

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
      {logEnd.length > 1 && <ChoosePartition count={logEnd.length} value={here} onChange={setPartition} />}
      <span aria-hidden="true">Offset</span>
      <NumberField label="Offset" value={wanted} min={0} max={5_000_000} step={1} onChange={setOffset} />
      <Button
        label="Read it"
        onClick={() => act({ kind: 'find', partition: here, offset: Math.floor(wanted) }, null, null)}
      />
    </span>
  )
}
