import { useState, useSyncExternalStore, type DragEvent, type JSX } from 'react'
import { SAMPLE_KINDS, type SampleKind } from '../../events/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { FirstFile } from '../FirstFile.tsx'
import { droppedFiles } from '../segments/pick-files.ts'
import { size } from '../segments/words.ts'
import { Boards } from './Boards.tsx'
import { Counters } from './Counters.tsx'
import { DeadLetters } from './DeadLetters.tsx'
import { Exports } from './Exports.tsx'
import { Figures } from './Figures.tsx'
import { MapDialog } from './MapDialog.tsx'
import { PickFile } from './PickFile.tsx'
import { SketchBench } from './SketchBench.tsx'
import { EventFiles, type EventsState } from './event-files.ts'
import { n, saySummary } from './words.ts'
import '../page.css'
import './style.css'

const SAMPLE_LABELS: Readonly<Record<SampleKind, string>> = {
  envelope: 'five minutes of a thousand viewers (NDJSON)',
  clicks: 'a click log with columns of its own (CSV)',
}

/** A file of events of one's own, through the whole pipeline to the board. */
export function EventsPage(): JSX.Element {
  const [events] = useState(() => new EventFiles())
  const state = useSyncExternalStore(events.subscribe, events.snapshot)
  const [isOver, setOver] = useState(false)
  const [notice, setNotice] = useState<string | null>(null)

  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const { files, folders } = droppedFiles(event.dataTransfer)
    setNotice(noticeOn(files, folders))
    if (files[0] !== undefined) events.open(files[0])
  }

  return (
    <article
      className={`tool-page own-events ${isOver ? 'tool-page-over' : ''}`}
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
      <Sources events={events} isFirst={state.result === null} />
      {notice !== null && (
        <p className="tool-notice" role="status">
          {notice}.
        </p>
      )}
      {state.problem !== null && (
        <p className="tool-problem" role="alert">
          {state.problem}.{state.result === null ? '' : ' What was there stays.'}
        </p>
      )}
      <Reading reading={state.reading} onStop={events.stop} />
      {state.mapped !== null && (
        <MapDialog
          key={state.mapped.file.name}
          mapped={state.mapped}
          before={state.mapped.file === state.result?.file ? state.result.mapping : null}
          onRun={events.run}
          onClose={events.closeMapping}
        />
      )}
      <Outcome events={events} state={state} />
      <SketchBench />
      <LeftOut />
    </article>
  )
}

/** What was dropped and is left out, in words. */
function noticeOn([first, ...more]: readonly File[], folders: readonly string[]): string | null {
  if (more.length > 0) return `${first?.name ?? ''} was opened; one file at a time`
  return folders.length > 0 ? `${folders[0] ?? ''} is a folder: drop a file` : null
}

const Intro = (): JSX.Element => (
  <header className="events-head">
    <h1>Your own events</h1>
    <p className="lead">
      Drop a file of events here: NDJSON (one JSON object a line), gzip of it, or a CSV with columns of any
      names. It runs through the same pipeline as the million a second: validation, deduplication, windows by
      event time, the trending board. Lines that are no sound events become <b>dead letters</b>, which you can
      read, fix and send again. Nothing leaves this device.
    </p>
  </header>
)

interface SourcesProps {
  readonly events: EventFiles
  /** There is no file yet: what can be tried is told at length. */
  readonly isFirst: boolean
}

function Sources({ events, isFirst }: SourcesProps): JSX.Element {
  const [kind, setKind] = useState<SampleKind>('envelope')
  return (
    <FirstFile
      isFirst={isFirst}
      own="Drop it anywhere on this page, or choose it."
      sample="Five minutes of a thousand viewers, the same every time. You will see where every line went, a trending board as one title goes viral, and broken lines that wait to be mended."
    >
      <>
        <PickFile label="Choose a file" name="File of events" tone="strong" onPick={events.open} />
      </>
      <>
        <Button
          label="Make a sample file"
          tone={isFirst ? 'strong' : 'plain'}
          onClick={() => void events.openSample(kind)}
        />
        <label className="field-inline">
          <span className="visually-hidden">Which sample</span>
          <select
            value={kind}
            onChange={({ target }) => setKind(SAMPLE_KINDS.find((one) => one === target.value) ?? 'envelope')}
          >
            {SAMPLE_KINDS.map((one) => (
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
  reading,
  onStop,
}: {
  readonly reading: EventsState['reading']
  readonly onStop: () => void
}): JSX.Element | null {
  if (reading === null) return null
  const { name, total, done } = reading
  return (
    <div className="events-reading" role="status">
      <label>
        Reading {name}… <progress value={done.bytes} max={Math.max(1, total)} />{' '}
        <span>
          {size(done.bytes)} of {size(total)} · {n(done.accepted)} accepted, {n(done.rejected)} dead letters
        </span>
      </label>
      <Button label="Stop here" icon="close" onClick={onStop} />
    </div>
  )
}

function Outcome({
  events,
  state: { result, summary },
}: {
  readonly events: EventFiles
  readonly state: EventsState
}): JSX.Element | null {
  if (result === null || summary === null) return null
  return (
    <>
      <div className="events-file">
        <h2 className="file-name">{result.file.name}</h2>
        <p role="status">{saySummary(summary)}</p>
        {summary.problem !== null && (
          <p className="tool-notice">Not read to its end: {summary.problem}. What came before counts.</p>
        )}
        {2 * summary.counts.tooLate > summary.counts.unique && (
          <p className="tool-notice">
            Most events are too late: a line whose time is far ahead moves the watermark past all that follow.
            Sort the file by time, or map the time at which each line was received.
          </p>
        )}
        <div className="tool-row">
          <Button
            label={result.mapping === null ? 'Map its columns' : 'Change the mapping'}
            onClick={events.mapAgain}
          />
        </div>
      </div>
      <Counters summary={summary} />
      <Boards summary={summary} />
      <Figures summary={summary} />
      <DeadLetters
        key={result.id}
        result={result}
        summary={summary}
        onSummary={events.setSummary}
        onRunAgain={() => void events.runAgain()}
      />
      <Exports key={`${result.id} exports`} result={result} />
    </>
  )
}

const LeftOut = (): JSX.Element => (
  <p className="muted small events-left-out">
    What this leaves out: events count in the order of the file, as if each had been received when it says (or
    happened); a run covers 18 days; the first 50,000 titles get a name; equal names are told apart by hashes
    of 32 and 64 bits. Of each rule a thousand dead letters are kept, the rest are counted. What is sent again
    is received now: if its window has closed, it is late, or too late for the board, as in production.
  </p>
)
