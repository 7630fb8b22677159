import type { JSX } from 'react'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import type { Segment } from './segments.ts'
import { bytes, duration, grouped, moment, ROLL_SENTENCES } from './words.ts'

interface SegmentCardProps {
  readonly frame: TopicFrame
  readonly chosen: Segment
  readonly act: LabViewProps<TopicFrame>['act']
  readonly onStep: (direction: 1 | -1) => void
  readonly onClose: () => void
}

/** The chosen segment: what it holds, why it was opened, how old it is, and what its index takes. */
export function SegmentCard({ frame, chosen, act, onStep, onClose }: SegmentCardProps): JSX.Element {
  const { partition, base, end, largestTimestamp } = chosen
  const start = frame.logNow - (frame.now * frame.factor) / 1_000
  const facts: readonly (readonly [string, string])[] = [
    [
      'Offsets',
      end > base ? `${grouped(base)} to ${grouped(end - 1)}` : `none yet, from ${grouped(base)} on`,
    ],
    ['Records', gapsIn(chosen)],
    ['Log', bytes(chosen.bytes)],
    ['Indexes', `${grouped(chosen.indexEntries)} entries, ${bytes(chosen.indexBytes)} with the time index`],
    ['Opened', `${moment(chosen.createdAt, start)}, since ${ROLL_SENTENCES[chosen.openedBy] ?? ''}`],
    ['Latest record', latest(frame, largestTimestamp)],
  ]
  return (
    <Region name={`Segment ${partition}:${base}`} className="log-note">
      <div className="log-note-head">
        <b>
          Partition {partition}, {String(base).padStart(20, '0')}.log
        </b>
        {chosen.isActive && <span className="log-active-word">being written</span>}
        <Button label="The segment before" icon="previous" iconOnly onClick={() => onStep(-1)} />
        <Button label="The segment after" icon="next" iconOnly onClick={() => onStep(1)} />
        <Button label="Let go" icon="close" iconOnly tone="quiet" onClick={onClose} />
      </div>
      <dl aria-live="polite">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {base > (frame.partitions.logStart[partition] ?? 0) && (
        <Button
          label="Delete the records before it"
          onClick={() => act({ kind: 'delete-records', partition, offset: base }, null, null)}
        />
      )}
    </Region>
  )
}

function gapsIn({ base, end, records }: Segment): string {
  const gaps = end - base - records
  return gaps > 0 ? `${grouped(records)}, and ${grouped(gaps)} compacted away` : grouped(records)
}

function latest({ logNow, settings }: TopicFrame, timestamp: number): string {
  if (timestamp < 0) return 'none yet'
  const age = logNow - timestamp
  if (age < 0)
    return `${duration(-age)} in the future: it holds the segment until then, and as long as retention after`
  const limit = settings.retentionHours * 3_600_000
  const left = limit - age
  if (settings.retentionHours < 0) return `${duration(age)} ago`
  return `${duration(age)} ago; ${left > 0 ? `${duration(left)} left of retention.ms` : 'past retention.ms'}`
}
