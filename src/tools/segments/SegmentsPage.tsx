import { useRef, useState, type DragEvent, type JSX } from 'react'
import { SAMPLES, type Sample } from '../../inspector/protocol.ts'
import type { ChosenSegment } from '../../inspector/worker/host.ts'
import { Button } from '../../ui/Button.tsx'
import { FirstFile } from '../FirstFile.tsx'
import { KeepLog } from '../keep/KeepLog.tsx'
import { KeptLogs } from '../keep/KeptLogs.tsx'
import { useKept } from '../keep/use-kept.ts'
import { BatchList } from './BatchList.tsx'
import { BatchPanel } from './BatchPanel.tsx'
import { asFiles, keepRequestOf } from './keep-file.ts'
import { OverviewPanel } from './OverviewPanel.tsx'
import { droppedFiles, pickFiles, type Picked } from './pick-files.ts'
import { useInspector, type InspectorState, type OpenFile } from './use-inspector.ts'
import '../page.css'
import './style.css'

const SAMPLE_LABELS: Readonly<Record<Sample, string>> = {
  whole: 'as it was written',
  flipped: 'one bit flipped',
  torn: 'its tail torn off',
  back: 'an old batch appended again',
}

/** Log segments, a broker's or our own, opened up batch by batch and byte by byte. */
export function SegmentsPage(): JSX.Element {
  const inspector = useInspector()
  const kept = useKept()
  const [picked, setPicked] = useState<Picked>({ segments: [], notices: [] })
  const [isOver, setOver] = useState(false)

  const take = (
    files: readonly File[],
    folders: readonly string[] = [],
    which: 'first' | 'last' = 'first',
  ): void => {
    const found = pickFiles(files)
    const notices = [...found.notices, ...folders.map((name) => `${name} is a folder: drop the files in it`)]
    if (files.length > 0 && found.segments.length === 0) notices.push('there is no log among the files')
    setPicked({ segments: found.segments, notices })
    const wanted = found.segments.at(which === 'last' ? -1 : 0)
    if (wanted !== undefined) inspector.open(wanted)
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const { files, folders } = droppedFiles(event.dataTransfer)
    if (files.length + folders.length > 0) take(files, folders)
  }

  return (
    <article
      className={`tool-page segments ${isOver ? 'tool-page-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (event.currentTarget === event.target) setOver(false)
      }}
      onDrop={onDrop}
    >
      <Intro />
      <Sources
        isFirst={inspector.file === null}
        onFiles={(files) => take(files)}
        onSample={(sample) => {
          setPicked({ segments: [], notices: [] })
          inspector.openSample(sample)
        }}
      />
      <KeptLogs kept={kept} onInspect={(files) => take(asFiles(files), [], 'last')} />
      {picked.notices.map((notice) => (
        <p key={notice} className="tool-notice" role="status">
          {notice}.
        </p>
      ))}
      {inspector.problem !== null && (
        <p className="tool-problem" role="alert">
          {inspector.problem}.{inspector.file === null ? '' : ' What was open stays.'}
        </p>
      )}
      <Reading inspector={inspector} />
      {picked.segments.length > 1 && (
        <SegmentChoice
          segments={picked.segments}
          open={inspector.file?.chosen ?? null}
          onOpen={inspector.open}
        />
      )}
      {inspector.file !== null && (
        <Browser key={inspector.file.id} file={inspector.file} onKept={() => void kept.refresh()} />
      )}
    </article>
  )
}

const Intro = (): JSX.Element => (
  <header className="segments-head">
    <h1>Log segments</h1>
    <p className="lead">
      A Kafka broker keeps a partition as segments: files of record batches, with two sparse indexes beside
      each. Drop a <code>.log</code> of your own anywhere here, with its <code>.index</code> and{' '}
      <code>.timeindex</code> if you have them, and see every batch, field and byte of it. Nothing leaves this
      device.
    </p>
  </header>
)

interface SourcesProps {
  /** Nothing is open yet: what can be opened is told at length. */
  readonly isFirst: boolean
  readonly onFiles: (files: readonly File[]) => void
  readonly onSample: (sample: Sample) => void
}

function Sources({ isFirst, onFiles, onSample }: SourcesProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const [sample, setSample] = useState<Sample>('whole')
  return (
    <FirstFile
      isFirst={isFirst}
      own="Drop a .log anywhere on this page, with its indexes if you have them, or choose it."
      sample="A segment of 160 batches, the same every time, as our own log writes it. You will see each batch and what is in its header, every record, and the bytes they are made of. Three copies of it have come to harm: see where, and how that is found."
    >
      <>
        <Button label="Choose files" icon="import" tone="strong" onClick={() => input.current?.click()} />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Segment files"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            if (files.length > 0) onFiles(files)
          }}
        />
      </>
      <>
        <Button
          label="Show one of ours"
          tone={isFirst ? 'strong' : 'plain'}
          onClick={() => onSample(sample)}
        />
        <label className="field-inline">
          <span className="visually-hidden">Which of ours</span>
          <select
            value={sample}
            onChange={({ target }) => {
              const next = SAMPLES.find((one) => one === target.value) ?? 'whole'
              setSample(next)
              onSample(next)
            }}
          >
            {SAMPLES.map((one) => (
              <option key={one} value={one}>
                {SAMPLE_LABELS[one]}
              </option>
            ))}
          </select>
        </label>
      </>
    </FirstFile>
  )
}

/** How far the reading of a file has come, and the way to stop it. */
function Reading({
  inspector: { reading, cancel },
}: {
  readonly inspector: InspectorState
}): JSX.Element | null {
  if (reading === null) return null
  const { name, done, total } = reading
  return (
    <div className="import-progress" role="status">
      <label>
        Reading {name}… <progress value={done} max={Math.max(1, total)} />
        <span>
          {' '}
          {(done / 1e6).toFixed(1)} of {(total / 1e6).toFixed(1)} MB
        </span>
      </label>
      <Button label="Cancel" onClick={cancel} />
    </div>
  )
}

interface SegmentChoiceProps {
  readonly segments: readonly ChosenSegment[]
  readonly open: ChosenSegment | null
  readonly onOpen: (segment: ChosenSegment) => void
}

const SegmentChoice = ({ segments, open, onOpen }: SegmentChoiceProps): JSX.Element => (
  <label className="field-inline part-choice">
    <span>Segment</span>
    <select
      value={Math.max(
        0,
        segments.findIndex((segment) => segment === open),
      )}
      onChange={({ target }) => {
        const segment = segments[Number(target.value)]
        if (segment !== undefined) onOpen(segment)
      }}
    >
      {segments.map(({ name }, i) => (
        <option key={name} value={i}>
          {name}
        </option>
      ))}
    </select>
  </label>
)

function Browser({ file, onKept }: { readonly file: OpenFile; readonly onKept: () => void }): JSX.Element {
  // A file with something wrong is opened there.
  const [chosen, setChosen] = useState(file.overview.problems[0]?.row ?? 0)
  return (
    <>
      <OverviewPanel overview={file.overview} chosen={chosen} onChoose={setChosen} />
      <KeepLog getLog={() => keepRequestOf(file.chosen, file.overview)} onKept={onKept} />
      {file.overview.rows > 0 && (
        <div className="segment-browser">
          <BatchList file={file} chosen={chosen} onChoose={setChosen} />
          <BatchPanel file={file} row={chosen} />
        </div>
      )}
    </>
  )
}
