import type { JSX } from 'react'
import type { IndexCheck } from '../../engine/log/segment/index-check.ts'
import type { Overview } from '../../inspector/protocol.ts'
import { Region } from '../../ui/Region.tsx'
import { count, FAULTS, sayOverview, size, time } from './words.ts'

const MOST_LISTED = 30

interface OverviewPanelProps {
  readonly overview: Overview
  readonly chosen: number
  readonly onChoose: (row: number) => void
}

/** What can be said of the whole file, and where something is wrong with it. */
export function OverviewPanel({ overview, chosen, onChoose }: OverviewPanelProps): JSX.Element {
  const { name, rows, records, firstOffset, lastOffset, maxTimestamp, batchesBy, notes, problems } = overview
  return (
    <Region name="The file" className="overview">
      <h2 className="file-name">{name}</h2>
      <dl className="figures">
        <Figure term="size" value={size(overview.size)} />
        <Figure term="batches" value={rows.toLocaleString('en')} />
        <Figure term="records" value={records.toLocaleString('en')} />
        <Figure
          term="offsets"
          value={
            firstOffset === null || lastOffset === null
              ? '–'
              : `${firstOffset.toLocaleString('en')}–${lastOffset.toLocaleString('en')}`
          }
        />
        <Figure term="latest time (UTC)" value={maxTimestamp === null ? 'none' : time(maxTimestamp)} />
        <Figure
          term="packed"
          value={
            batchesBy
              .map(({ compression, batches }) => `${compression} ${batches.toLocaleString('en')}`)
              .join(', ') || '–'
          }
        />
        <Figure term="index" value={sayIndex(overview.index)} />
        <Figure term="time index" value={sayIndex(overview.timeIndex)} />
      </dl>
      <FileStrip overview={overview} chosen={chosen} />
      <p className="visually-hidden" role="status">
        {sayOverview(overview)}
      </p>
      {notes.map((note) => (
        <p key={note} className="muted small">
          {note[0]?.toUpperCase()}
          {note.slice(1)}.
        </p>
      ))}
      {overview.problemCount === 0 ? (
        <p className="tool-fine">
          Every checksum fits and every offset follows: nothing is wrong with the log.
        </p>
      ) : (
        <div className="problem-list">
          <h3>{count(overview.problemCount, 'stretch', 'stretches')} with something wrong</h3>
          <ul>
            {problems.slice(0, MOST_LISTED).map((problem) => (
              <li key={problem.row}>
                <button type="button" className="problem-link" onClick={() => onChoose(problem.row)}>
                  {FAULTS[problemKind(overview, problem.kind)]}, byte {problem.at.toLocaleString('en')}
                </button>{' '}
                <span className="muted">{problem.what}</span>
              </li>
            ))}
          </ul>
          {overview.problemCount > MOST_LISTED && (
            <p className="muted small">
              These are the first {Math.min(MOST_LISTED, problems.length)}; the list marks all.
            </p>
          )}
        </div>
      )}
      <IndexProblems name="index" check={overview.index} />
      <IndexProblems name="time index" check={overview.timeIndex} />
    </Region>
  )
}

/** The stretch's kind by what is wrong with it. */
function problemKind(overview: Overview, kind: string): keyof typeof FAULTS {
  if (kind === 'crc' || kind === 'order') return kind
  if (kind === 'magic' && overview.kinds.legacy > 0) return 'legacy'
  return kind === 'truncated' && overview.kinds.torn > 0 ? 'torn' : 'unreadable'
}

const Figure = ({ term, value }: { readonly term: string; readonly value: string }): JSX.Element => (
  <div>
    <dt>{term}</dt>
    <dd>{value}</dd>
  </div>
)

function sayIndex(check: IndexCheck | null): string {
  if (check === null) return 'not given'
  const entries = count(check.entries, 'entry', 'entries')
  return check.problemCount === 0 ? `${entries}, all right` : `${entries}, ${check.problemCount} wrong`
}

function IndexProblems({
  name,
  check,
}: {
  readonly name: string
  readonly check: IndexCheck | null
}): JSX.Element | null {
  if (check === null || check.problemCount === 0) return null
  return (
    <details className="problem-list">
      <summary>
        The {name} does not fit the log: {count(check.problemCount, 'wrong entry', 'wrong entries')}
      </summary>
      <ul>
        {check.problems.slice(0, MOST_LISTED).map(({ entry, what }) => (
          <li key={`${entry} ${what}`}>
            Entry {(entry + 1).toLocaleString('en')}: <span className="muted">{what}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The file from its first byte to its last, with a mark where something is wrong and one where the list is. */
function FileStrip({
  overview,
  chosen,
}: {
  readonly overview: Overview
  readonly chosen: number
}): JSX.Element {
  const { problems, rows } = overview
  const place = (at: number): string => `${(100 * at) / Math.max(1, overview.size)}%`
  return (
    <div className="file-strip" aria-hidden="true">
      {problems.map(({ row, at }) => (
        <span key={row} className="strip-problem" style={{ left: place(at) }} />
      ))}
      <span className="strip-chosen" style={{ left: `${(100 * chosen) / Math.max(1, rows)}%` }} />
    </div>
  )
}
