import { useEffect, useState, type JSX } from 'react'
import { sentence, type Outcome } from '../../shared/outcome.ts'
import type { BatchDetail } from '../../inspector/protocol.ts'
import { Region } from '../../ui/Region.tsx'
import { FieldsAndBytes } from './FieldsAndBytes.tsx'
import { RecordTable } from './RecordTable.tsx'
import type { OpenFile } from './use-inspector.ts'
import { count, FAULTS, offsets, size } from './words.ts'

/** One stretch of the file, opened up: what is wrong with it, its header byte by byte, its records. */
export function BatchPanel({ file, row }: { readonly file: OpenFile; readonly row: number }): JSX.Element {
  const [answer, setAnswer] = useState<Outcome<BatchDetail> | null>(null)
  useEffect(() => {
    let isWanted = true
    void file.link
      .ask((remote) => remote.batch(row))
      .then((found) => {
        if (isWanted) setAnswer(found)
      })
    return () => {
      isWanted = false
    }
  }, [file, row])

  if (answer === null)
    return (
      <Region name="Batch" className="batch-panel">
        {null}
      </Region>
    )
  if (!answer.ok)
    return (
      <Region name="Batch" className="batch-panel">
        <p className="tool-problem">{sentence(answer.problem)}.</p>
      </Region>
    )
  const detail = answer.value
  const { kind, at } = detail.row
  const isBatch = detail.fields.length > 0
  return (
    <Region name="Batch" className="batch-panel">
      <h2>{titleOf(detail, file.overview.rows)}</h2>
      {detail.problems.map(({ at: where, what }) => (
        <p key={where} className="tool-problem">
          <b>{FAULTS[kind]}.</b> Byte {where.toLocaleString('en')}: {what}.
        </p>
      ))}
      {kind === 'free' && <p className="muted">Zeros to the end of the file: space that was kept free.</p>}
      <h3>
        {isBatch
          ? `Header, ${detail.headerBytes.length} bytes`
          : `Its first ${detail.headerBytes.length} bytes`}
      </h3>
      <FieldsAndBytes
        key={detail.row.row}
        what={isBatch ? 'header' : 'stretch'}
        fields={detail.fields}
        bytes={detail.headerBytes}
        origin={at}
        wrong={kind === 'crc' ? 'crc' : kind === 'order' ? 'baseOffset' : null}
      />
      {isBatch && kind !== 'torn' && (
        <RecordTable key={`records-${detail.row.row}`} file={file} detail={detail} />
      )}
    </Region>
  )
}

function titleOf({ row }: BatchDetail, rows: number): string {
  const { kind, bytes, baseOffset } = row
  const name = kind === 'unreadable' || kind === 'free' || kind === 'torn' ? FAULTS[kind] : 'Batch'
  const place = `${(row.row + 1).toLocaleString('en')} of ${rows.toLocaleString('en')}`
  const records = row.count === null ? '' : `, ${count(row.count, 'record')}`
  const span = baseOffset < 0 ? '' : ` · ${row.count === 1 ? 'offset' : 'offsets'} ${offsets(row)}`
  return `${name} ${place}${span}${records} · ${size(bytes)}`
}
