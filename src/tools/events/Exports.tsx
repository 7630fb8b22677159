import { useState, type JSX } from 'react'
import { sentence, type Outcome } from '../../shared/outcome.ts'
import type { MergedFile } from '../../events/protocol.ts'
import { saveFile } from '../../stage/save-file.ts'
import { callback } from '../../threads/link.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { size } from '../segments/words.ts'
import type { EventsLink, Result } from './event-files.ts'
import { PickFile } from './PickFile.tsx'
import { n } from './words.ts'

/** Everything that came of a file, to be kept. */
export function Exports({ result: { link, file } }: { readonly result: Result }): JSX.Element {
  const [says, setSays] = useState<string | null>(null)
  const [merged, setMerged] = useState<MergedFile | null>(null)

  const save = async (name: string, making: Promise<Outcome<Blob>>): Promise<void> => {
    const made = await making
    setSays(made.ok ? `${name}: ${size(made.value.size)}` : sentence(made.problem))
    if (made.ok) saveFile(name, made.value)
  }
  const hear = (bytes: number): void =>
    setSays(`reading the file once more: ${size(bytes)} of ${size(file.size)}`)
  const merge = async (other: File): Promise<void> => {
    const answer = await link.ask((remote) => remote.merge(other))
    setMerged(answer.ok ? answer.value : null)
    setSays(answer.ok ? null : `${other.name}: ${sentence(answer.problem)}`)
  }
  return (
    <Region name="Keep what came of it" className="panel events-exports">
      <h2>Keep what came of it</h2>
      <div className="tool-row">
        {KEPT.map(({ label, end, make }) => (
          <Button
            key={label}
            label={label}
            icon="export"
            onClick={() => void save(`${stemOf(file.name)}-${end}`, make(link, hear))}
          />
        ))}
        <PickFile
          label="Merge with other sketches"
          name="File of sketches"
          onPick={(other) => void merge(other)}
        />
      </div>
      <p className="muted small">
        Sketches are each title’s unique viewers of the last hour and day, as HyperLogLog registers: days,
        regions or servers can be merged later, and nobody is counted twice. They hold no viewer’s name. Log
        segments are what Kafka’s brokers keep: six topics of fifty partitions, each record at the offset that
        was counted, keyed by its user; a folder a partition, those without records left out. Lines that are
        no JSON object are in no topic.
      </p>
      <p role="status" className="events-says">
        {says}
      </p>
      {merged !== null && <Merged merged={merged} />}
    </Region>
  )
}

const stemOf = (name: string): string =>
  name.replace(/(\.(ndjson|jsonl|json|csv|tsv|log|txt))?(\.gz)?$/i, '') || 'events'

interface Kept {
  readonly label: string
  /** How the file's name goes on behind that of the file that was run. */
  readonly end: string
  readonly make: (link: EventsLink, hear: (bytes: number) => void) => Promise<Outcome<Blob>>
}

const board = (which: 'corrected' | 'drawn', form: 'csv' | 'json'): Kept['make'] => {
  const type = form === 'csv' ? 'text/csv' : 'application/json'
  return (link) =>
    asBlob(
      link.ask((remote) => remote.board(which, form)),
      type,
    )
}

/** What the file is read once more for. */
const readingAgain =
  (which: 'events' | 'segments'): Kept['make'] =>
  (link, hear) => {
    const told = callback(hear)
    return link.ask((remote) => remote[which](told))
  }

const KEPT: readonly Kept[] = [
  { label: 'Board, CSV', end: 'board.csv', make: board('corrected', 'csv') },
  { label: 'Board, JSON', end: 'board.json', make: board('corrected', 'json') },
  { label: 'Board as drawn, CSV', end: 'board-as-drawn.csv', make: board('drawn', 'csv') },
  { label: 'Events, NDJSON', end: 'events.ndjson', make: readingAgain('events') },
  { label: 'Log segments, ZIP', end: 'segments.zip', make: readingAgain('segments') },
  {
    label: 'Dead letters, NDJSON',
    end: 'dead-letters.ndjson',
    make: (link) => link.ask((remote) => remote.deadLetters()),
  },
  {
    label: 'Sketches',
    end: 'sketches.bin',
    make: (link) =>
      asBlob(
        link.ask((remote) => remote.sketches()),
        'application/octet-stream',
      ),
  },
]

async function asBlob(answer: Promise<Outcome<string | Uint8Array>>, type: string): Promise<Outcome<Blob>> {
  const made = await answer
  if (!made.ok) return made
  return { ok: true, value: new Blob([made.value as string | Uint8Array<ArrayBuffer>], { type }) } // it came by a message
}

const Merged = ({ merged: { sketches, rows } }: { readonly merged: MergedFile }): JSX.Element => (
  <>
    <h3>Merged: {n(sketches)} sketches</h3>
    <WideBox name="Merged titles">
      <table aria-label="Merged sketches">
        <thead>
          <tr>
            <th scope="col">title</th>
            <th scope="col">window</th>
            <th scope="col">this run</th>
            <th scope="col">that file</th>
            <th scope="col">union</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, windowMinutes, here, there, union }) => (
            <tr key={`${windowMinutes} ${name}`}>
              <th scope="row">{name}</th>
              <td>{windowMinutes === 0 ? 'ever' : `${windowMinutes / 60} h`}</td>
              <td>{here === null ? '–' : n(Math.round(here))}</td>
              <td>{n(Math.round(there))}</td>
              <td>{union === null ? '–' : n(Math.round(union))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideBox>
  </>
)
