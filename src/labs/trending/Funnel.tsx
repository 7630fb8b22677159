import type { JSX } from 'react'
import { RULES } from '../../engine/ingest/codes.ts'
import type { LaneId, MeasureId } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { Ask } from './Ask.tsx'
import { grouped, percent } from './words.ts'

interface StageRow {
  readonly name: string
  /** What goes on from here. */
  readonly count: number
  readonly measure: MeasureId | null
  readonly rate: number | null
  /** What leaves here. */
  readonly exits: readonly Exit[]
}

interface Exit {
  readonly name: string
  readonly count: number
  readonly measure: MeasureId
  readonly kind: 'dropped' | 'late' | 'quiet'
}

/** The stages between a viewer and the board: how many went on, how many a second, and what left where. */
export function Funnel({ frame }: { readonly frame: TrendingFrame }): JSX.Element {
  return (
    <div className="funnel">
      <Pipe frame={frame} lane="production" stages={productionStages(frame)} />
      <Pipe frame={frame} lane="whiteboard" stages={drawnStages(frame)} />
      <div className="funnel-beside">
        <Rules frame={frame} />
        <Quality frame={frame} />
      </div>
    </div>
  )
}

function productionStages({ counts, rates, lanes }: TrendingFrame): StageRow[] {
  const of = lanes[1]?.of
  const rate = (stage: number): number | null => rates?.stages[stage] ?? null
  return [
    {
      name: 'Collectors',
      count: counts.received,
      measure: 'received',
      rate: rate(1),
      exits: [{ name: 'sent again after a crash', count: of?.resent ?? 0, measure: 'resent', kind: 'quiet' }],
    },
    {
      name: 'Validation',
      count: counts.accepted,
      measure: null,
      rate: rate(2),
      exits: [{ name: 'rejected', count: counts.rejected, measure: 'rejected', kind: 'dropped' }],
    },
    {
      name: 'Deduplication',
      count: counts.unique,
      measure: 'unique',
      rate: rate(3),
      exits: [{ name: 'duplicate', count: counts.duplicate, measure: 'duplicate', kind: 'dropped' }],
    },
    {
      name: 'Minutes',
      count: counts.onTime + counts.late,
      measure: 'on-time',
      rate: rate(4),
      exits: [
        { name: 'of them late', count: counts.late, measure: 'late', kind: 'late' },
        { name: 'too late', count: counts.tooLate, measure: 'too-late', kind: 'dropped' },
      ],
    },
  ]
}

function drawnStages({ counts, drawnCounts, rates, lanes }: TrendingFrame): StageRow[] {
  const of = lanes[0]?.of
  return [
    {
      name: 'Collectors',
      count: counts.received,
      measure: 'received',
      rate: rates?.stages[1] ?? null,
      exits: [{ name: 'acknowledged and lost', count: of?.lost ?? 0, measure: 'lost', kind: 'dropped' }],
    },
    {
      name: 'Validation',
      count: counts.accepted,
      measure: 'unique',
      rate: rates?.stages[2] ?? null,
      exits: [
        { name: 'rejected', count: counts.rejected, measure: 'rejected', kind: 'dropped' },
        { name: 'counted twice', count: of?.twice ?? 0, measure: 'twice', kind: 'late' },
      ],
    },
    {
      name: 'Counters',
      count: drawnCounts.onTime,
      measure: 'on-time',
      rate: null,
      exits: [{ name: 'left to a later job', count: drawnCounts.later, measure: 'too-late', kind: 'late' }],
    },
  ]
}

interface PipeProps {
  readonly frame: TrendingFrame
  readonly lane: LaneId
  readonly stages: readonly StageRow[]
}

function Pipe({ frame, lane, stages }: PipeProps): JSX.Element {
  const name = frame.lanes.find(({ id }) => id === lane)?.name ?? ''
  const whole = Math.max(1, frame.counts.received)
  return (
    <div className={`pipe pipe-${lane}`} role="group" aria-label={`${name}: stages`}>
      <h3>{name}</h3>
      <ol>
        {stages.map((stage) => (
          <li key={stage.name}>
            <span className="pipe-name">{stage.name}</span>
            <span className="pipe-count">
              {stage.measure === null ? (
                grouped(stage.count)
              ) : (
                <Ask lane={lane} measure={stage.measure} value={stage.count} name={stage.name} />
              )}
              {stage.rate !== null && <small> {grouped(stage.rate)}/s</small>}
            </span>
            {stage.exits.map((exit) => (
              <span
                key={exit.name}
                className={`pipe-exit exit-${exit.kind}${exit.count === 0 ? ' is-none' : ''}`}
              >
                <Ask lane={lane} measure={exit.measure} value={exit.count} name={exit.name} /> {exit.name}
                {exit.count > 0 && <small> {percent(exit.count / whole)}</small>}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** The rules that were broken, most often first. */
function Rules({ frame: { counts, rates } }: { readonly frame: TrendingFrame }): JSX.Element {
  const rows = counts.rejectedBy
    .map((count, rule) => ({ count, rule, rate: rates?.rejectedBy[rule] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  const most = rows[0]?.count ?? 1
  return (
    <div className="funnel-rules">
      <h3>Rejected, by rule</h3>
      {rows.length === 0 && <p className="muted">Nothing so far.</p>}
      <ul>
        {rows.map(({ count, rule, rate }) => (
          <li key={rule} title={RULES[rule]?.says}>
            <span>{RULES[rule]?.name}</span>
            <span className="rule-bar" style={{ width: `${(100 * count) / most}%` }} />
            <span>
              {grouped(count)} <small>{rate.toFixed(1)}/s</small>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** How well it plays, and what the table of ids costs. */
function Quality({
  frame: { quality, ids, settings, going, lanes },
}: {
  readonly frame: TrendingFrame
}): JSX.Element {
  const per = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(1))
  const seconds = ids.capacity / (settings.viewers / 10)
  const memory =
    settings.dedupe === 'off'
      ? 'None: whatever comes twice is counted twice.'
      : settings.dedupe === 'sequence'
        ? `${(ids.bytes / 1e6).toFixed(2)} MB: the last 128 numbers of each of ${grouped(ids.capacity)} producers. No id is ever taken for another.`
        : `${(ids.bytes / 1e6).toFixed(1)} MB for ${grouped(ids.capacity)} ids, the last ${grouped(seconds)} s or so; ${grouped(ids.forgotten)} forgotten. ${ids.falsePositiveRate === 0 ? 'No id is ever taken for another.' : `One new id in ${grouped(1 / ids.falsePositiveRate)} is taken for an old one.`}`
  return (
    <div className="funnel-quality">
      <h3>How well it plays</h3>
      <p>
        Of a thousand events of players in the last minute <b>{per(quality.buffering)}</b> say that it began
        to buffer, and <b>{per(quality.errors)}</b> that it failed.
      </p>
      <h3>Memory for ids</h3>
      <p>{memory}</p>
      {going.films > 0 && <Film lanes={lanes} isOn={going.film} />}
    </div>
  )
}

interface FilmProps {
  readonly lanes: TrendingFrame['lanes']
  readonly isOn: boolean
}

/** What became of the account that plays one film (Y44). */
function Film({ lanes, isOn }: FilmProps): JSX.Element {
  const [drawn, counted] = lanes.map(({ of }) => of.film)
  return (
    <>
      <h3>One film</h3>
      <p>
        {isOn
          ? 'Somebody plays it: a start, then a heartbeat every ten seconds. '
          : 'It was played to its end. '}
        As drawn that is <b className="film-drawn">{grouped(drawn ?? 0)} views</b> so far; corrected{' '}
        <b>{grouped(counted ?? 0)}</b>.
      </p>
    </>
  )
}
