import { useEffect, useState, type JSX } from 'react'
import { sentence } from '../../shared/outcome.ts'
import { TARGETS, type Target } from '../../engine/ingest/json/codes.ts'
import { draftOf, mappingOf } from '../../events/draft.ts'
import type { Draft, Preview, Probe } from '../../events/protocol.ts'
import { saveFile } from '../../stage/save-file.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { count } from '../segments/words.ts'
import { FieldRow } from './FieldRow.tsx'
import type { Mapped } from './event-files.ts'
import { PickFile } from './PickFile.tsx'
import { ruleOf } from './words.ts'

const NEEDED: readonly Target[] = ['time', 'user', 'title', 'type']
const DELIMITERS = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
  [' ', 'space'],
] as const
const WAIT_MS = 200

interface MapDialogProps {
  readonly mapped: Mapped
  /** The mapping that the file was run with before, as JSON. */
  readonly before: string | null
  readonly onRun: (mapping: string | null) => void
  readonly onClose: () => void
}

/** Which column of a foreign log is which field of an event. */
export function MapDialog({ mapped, before, onRun, onClose }: MapDialogProps): JSX.Element {
  const { link, file } = mapped
  const [probe, setProbe] = useState(mapped.probe)
  const [draft, setDraft] = useState<Draft>(() => (before === null ? probe.draft : readDraft(before)))
  const [says, setSays] = useState<string | null>(null)
  const mapping = JSON.stringify(mappingOf(draft), null, 2)
  const preview = usePreview(mapped, mapping)
  const columns = draft.columns ?? probe.columns

  const changeDelimiter = async (delimiter: string): Promise<void> => {
    const again = await link.ask((remote) => remote.probe(file, delimiter))
    if (!again.ok) return setSays(sentence(again.problem))
    setProbe(again.value)
    setDraft(again.value.draft)
  }
  const load = async (chosen: File): Promise<void> => {
    const text = await chosen.text()
    const checked = await link.ask((remote) => remote.checkMapping(text))
    if (!checked.ok) return setSays(`${chosen.name}: ${sentence(checked.problem)}`)
    setSays(`${chosen.name} was loaded`)
    setDraft(readDraft(text))
  }
  const row = (target: Target): JSX.Element => (
    <FieldRow
      key={target}
      target={target}
      field={draft.fields[target]}
      columns={columns}
      words={probe.words}
      isNeeded={NEEDED.includes(target)}
      onChange={(field) => setDraft({ ...draft, fields: { ...draft.fields, [target]: field } })}
    />
  )

  return (
    <Dialog title={`Which column is what? ${file.name}`} open onClose={onClose}>
      <div className="map-form">
        <p className="muted small">
          An event needs a time, a user, a title and a type; all else is optional. The same mapping works in
          the terminal: <code>sim -- ingest --input FILE --map map.json</code>.
        </p>
        {draft.format === 'csv' && (
          <Delimiter value={draft.delimiter} onChange={(delimiter) => void changeDelimiter(delimiter)} />
        )}
        <FirstRows probe={probe} columns={columns} />
        <div className="map-fields">{NEEDED.map(row)}</div>
        <details>
          <summary>What it may have besides</summary>
          <div className="map-fields">{TARGETS.filter((target) => !NEEDED.includes(target)).map(row)}</div>
        </details>
        <Verdict preview={preview} />
        <details>
          <summary>The mapping as JSON</summary>
          <pre className="letter-text" tabIndex={0}>
            {mapping}
          </pre>
        </details>
        <MapActions
          says={says}
          canRun={preview !== null && 'accepted' in preview}
          isEnvelope={probe.kind === 'envelope'}
          onSave={() => saveFile('map.json', new Blob([`${mapping}\n`], { type: 'application/json' }))}
          onLoad={(chosen) => void load(chosen)}
          onRun={() => onRun(mapping)}
          onEnvelope={() => onRun(null)}
        />
      </div>
    </Dialog>
  )
}

const Delimiter = ({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}): JSX.Element => (
  <label className="field-inline">
    <span>between the cells</span>
    <select value={value} onChange={({ target }) => onChange(target.value)}>
      {DELIMITERS.map(([sign, name]) => (
        <option key={name} value={sign}>
          {name}
        </option>
      ))}
    </select>
  </label>
)

/** A mapping that was found sound before. */
const readDraft = (text: string): Draft => draftOf(JSON.parse(text) as Readonly<Record<string, unknown>>)

/** What the mapping makes of the first lines, or what is wrong with it; null while nobody knows. */
function usePreview({ link, file }: Mapped, mapping: string): Preview | { readonly problem: string } | null {
  const [preview, setPreview] = useState<Preview | { readonly problem: string } | null>(null)
  useEffect(() => {
    let isWanted = true
    const timer = setTimeout(() => {
      void link
        .ask((remote) => remote.preview(file, mapping))
        .then((answer) => {
          if (isWanted) setPreview(answer.ok ? answer.value : { problem: sentence(answer.problem) })
        })
    }, WAIT_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [link, file, mapping])
  return preview
}

function FirstRows({
  probe: { rows },
  columns,
}: {
  readonly probe: Probe
  readonly columns: readonly string[]
}): JSX.Element {
  return (
    <WideBox name="First rows" className="map-preview">
      <table aria-label="First rows of the file">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((column, j) => (
                <td key={column}>{row[j]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideBox>
  )
}

function Verdict({ preview }: { readonly preview: ReturnType<typeof usePreview> }): JSX.Element {
  if (preview === null) return <p className="tool-notice">Reading the first lines…</p>
  if ('problem' in preview)
    return (
      <p className="tool-problem" role="status">
        {preview.problem}.
      </p>
    )
  const { accepted, rejected, broken, first } = preview
  const reasons = broken.map(({ rule, count: lines }) => `${ruleOf(rule).name} ${lines}`).join(', ')
  return (
    <div className={accepted === 0 ? 'tool-problem' : 'tool-fine'} role="status">
      <p>
        Of the first lines {count(accepted, 'is an event', 'are events')}, {count(rejected, 'dead letter')}
        {reasons === '' ? '' : `: ${reasons}`}.
      </p>
      {first !== null && <pre className="map-first">{first}</pre>}
    </div>
  )
}

interface MapActionsProps {
  readonly says: string | null
  readonly canRun: boolean
  readonly isEnvelope: boolean
  readonly onSave: () => void
  readonly onLoad: (file: File) => void
  readonly onRun: () => void
  readonly onEnvelope: () => void
}

function MapActions({
  says,
  canRun,
  isEnvelope,
  onSave,
  onLoad,
  onRun,
  onEnvelope,
}: MapActionsProps): JSX.Element {
  return (
    <>
      <div className="tool-row">
        <Button label="Run it" icon="play" tone="strong" disabled={!canRun} onClick={onRun} />
        {isEnvelope && <Button label="Run it as the envelope" onClick={onEnvelope} />}
        <Button label="Save the mapping" icon="export" disabled={!canRun} onClick={onSave} />
        <PickFile
          label="Load a mapping"
          name="File of a mapping"
          accept=".json,application/json"
          onPick={onLoad}
        />
      </div>
      <p role="status" className="events-says">
        {says}
      </p>
    </>
  )
}
