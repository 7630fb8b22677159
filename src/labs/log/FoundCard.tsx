import type { JSX } from 'react'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { Region } from '../../ui/Region.tsx'
import { bytes, grouped } from './words.ts'

/** The record that was looked up, what it took, and that reading it has not taken it away. */
export function FoundCard({ frame }: { readonly frame: TopicFrame }): JSX.Element | null {
  const { found, isFoundThere } = frame
  if (found === null) return null
  const { partition, offset, key, valueBytes } = found
  const readers = frame.groups.filter((group) => (group.position[partition] ?? 0) > offset)
  const isWorthIndex = found.indexEntries > 0
  return (
    <Region name={`Record ${partition}:${offset}`} className="log-note">
      <p>
        <b>
          Partition {partition}, offset {grouped(offset)}
        </b>
        : {key === null ? 'no key' : `key ${key}`},{' '}
        {valueBytes === null ? 'no value (a tombstone)' : bytes(valueBytes)}.{' '}
        <b className={isFoundThere ? 'log-there' : 'log-lost'}>
          {isFoundThere ? 'It is still in the log' : 'Retention has deleted it since'}
        </b>
        {readers.length === 0
          ? '; no group has passed it.'
          : `; ${readers.map(({ letter }) => letter).join(', ')} ${readers.length === 1 ? 'has' : 'have'} passed it. Reading takes nothing away.`}
      </p>
      <p className="muted">
        What it took: {found.segmentProbes} of {found.segments} segments looked at,{' '}
        {isWorthIndex
          ? `${found.indexProbes} of ${grouped(found.indexEntries)} index entries, `
          : 'no index entry yet, '}
        {bytes(found.bytesScanned)} scanned over {grouped(found.batchesScanned)}{' '}
        {found.batchesScanned === 1 ? 'batch' : 'batches'}; its batch has {bytes(found.batchBytes)} and{' '}
        {grouped(found.batchRecords)} {found.batchRecords === 1 ? 'record' : 'records'}, read from the{' '}
        {found.fromDisk ? 'disk' : 'page cache'}.
      </p>
    </Region>
  )
}
