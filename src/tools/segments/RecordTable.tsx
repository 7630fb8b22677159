import { useEffect, useState, type JSX } from 'react'
import type { BatchDetail, RecordDetail, RecordRow, ShownBytes } from '../../inspector/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { FieldsAndBytes } from './FieldsAndBytes.tsx'
import type { OpenFile } from './use-inspector.ts'
import { count, time } from './words.ts'

const PAGE = 50

interface RecordTableProps {
  readonly file: OpenFile
  readonly detail: BatchDetail
}

/** The records of a batch, fifty at a time; the one that is chosen is taken apart below. */
export function RecordTable({ file, detail }: RecordTableProps): JSX.Element {
  const { records: total, complaint, isPacked, row } = detail
  const [from, setFrom] = useState(0)
  const [records, setRecords] = useState<readonly RecordRow[]>([])
  const [chosen, setChosen] = useState<number | null>(null)

  useEffect(() => {
    let isWanted = true
    void file.link
      .ask((remote) => remote.records(row.row, from, PAGE))
      .then((answer) => {
        if (isWanted && answer.ok) setRecords(answer.value)
      })
    return () => {
      isWanted = false
    }
  }, [file, row.row, from])

  return (
    <>
      <h3>{count(total, 'record')}</h3>
      {complaint !== null && <p className="tool-problem">{complaint}.</p>}
      {total > 0 && (
        <WideBox name="Records">
          <table className="records" aria-label="Records of the batch">
            <thead>
              <tr>
                <th scope="col">offset</th>
                <th scope="col">time (UTC)</th>
                <th scope="col">key</th>
                <th scope="col">value</th>
                <th scope="col">headers</th>
              </tr>
            </thead>
            <tbody>
              {records.map((record) => (
                <Line key={record.n} record={record} isChosen={record.n === chosen} onChoose={setChosen} />
              ))}
            </tbody>
          </table>
        </WideBox>
      )}
      {total > PAGE && <Pager from={from} total={total} onFrom={setFrom} />}
      {chosen !== null && (
        <RecordPanel
          key={chosen}
          file={file}
          row={row.row}
          n={chosen}
          isPacked={isPacked}
          record={records.find(({ n }) => n === chosen) ?? null}
        />
      )}
    </>
  )
}

interface PagerProps {
  readonly from: number
  readonly total: number
  readonly onFrom: (from: number) => void
}

const Pager = ({ from, total, onFrom }: PagerProps): JSX.Element => (
  <div className="tool-row">
    <Button
      label="Earlier records"
      icon="previous"
      iconOnly
      disabled={from === 0}
      onClick={() => onFrom(from - PAGE)}
    />
    <span>
      {(from + 1).toLocaleString('en')} to {Math.min(total, from + PAGE).toLocaleString('en')} of{' '}
      {total.toLocaleString('en')}
    </span>
    <Button
      label="Later records"
      icon="next"
      iconOnly
      disabled={from + PAGE >= total}
      onClick={() => onFrom(from + PAGE)}
    />
  </div>
)

interface LineProps {
  readonly record: RecordRow
  readonly isChosen: boolean
  readonly onChoose: (n: number | null) => void
}

const Line = ({ record, isChosen, onChoose }: LineProps): JSX.Element => (
  <tr className={isChosen ? 'record-chosen' : ''}>
    <th scope="row">
      <button
        type="button"
        className="field-name"
        aria-pressed={isChosen}
        aria-label={`Record ${record.offset.toLocaleString('en')}: its bytes`}
        onClick={() => onChoose(isChosen ? null : record.n)}
      >
        {record.offset.toLocaleString('en')}
      </button>
    </th>
    <td>{time(record.timestamp)}</td>
    <td>
      <Bytes shown={record.key} none="no key" />
    </td>
    <td>
      <Bytes shown={record.value} none="null (a tombstone)" />
    </td>
    <td>
      {record.headers.map(({ key, value }, i) => (
        <span key={i} className="record-header">
          {key}: <Bytes shown={value} none="null" />
        </span>
      ))}
    </td>
  </tr>
)

function Bytes({ shown, none }: { readonly shown: ShownBytes | null; readonly none: string }): JSX.Element {
  if (shown === null) return <i className="muted">{none}</i>
  if (shown.size === 0) return <i className="muted">empty</i>
  const { text, isText, isCut } = shown
  return (
    <code
      className={`bytes-cell ${isText ? '' : 'bytes-hex'}`}
    >{`${text.slice(0, 200)}${isCut || text.length > 200 ? '…' : ''}`}</code>
  )
}

interface RecordPanelProps {
  readonly file: OpenFile
  readonly row: number
  readonly n: number
  readonly isPacked: boolean
  readonly record: RecordRow | null
}

function RecordPanel({ file, row, n, isPacked, record }: RecordPanelProps): JSX.Element | null {
  const [detail, setDetail] = useState<RecordDetail | null>(null)
  useEffect(() => {
    let isWanted = true
    void file.link
      .ask((remote) => remote.record(row, n))
      .then((answer) => {
        if (isWanted && answer.ok) setDetail(answer.value)
      })
    return () => {
      isWanted = false
    }
  }, [file, row, n])
  if (detail === null) return null
  const { fields, bytes, size } = detail
  const value = record?.value ?? null
  return (
    <div className="record-panel">
      <h3>
        {record === null ? 'Record' : `Record ${record.offset.toLocaleString('en')}`}, {count(size, 'byte')}
        {isPacked ? ' as unpacked' : ''}
      </h3>
      {bytes.length < size && (
        <p className="muted small">The first {bytes.length.toLocaleString('en')} are shown.</p>
      )}
      <FieldsAndBytes what="record" fields={fields} bytes={bytes} origin={null} wrong={null} />
      {value !== null && value.text.length > 60 && (
        <>
          <h3>Value{value.isCut ? `, the beginning of ${count(value.size, 'byte')}` : ''}</h3>
          <pre className="value-whole" tabIndex={0}>
            {value.text}
          </pre>
        </>
      )}
    </div>
  )
}
