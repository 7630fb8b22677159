import type { JSX } from 'react'
import { PLACES, strategyOf, type Place, type StreamLane } from '../../engine/flow/streams/settings.ts'
import { Region } from '../../ui/Region.tsx'
import { QueueCard, type Scale } from './QueueCard.tsx'
import type { LaneRun, Run } from './use-streams.ts'
import { LANE_WORDS, placesOf } from './words.ts'

const SECOND = 1_000_000

/** What is drawn how, in both chains. */
export function Legend(): JSX.Element {
  return (
    <ul className="streams-legend">
      <li className="legend-held">held, measured here</li>
      <li className="legend-over">above highWaterMark: desiredSize is below 0</li>
      <li className="legend-mark">highWaterMark</li>
      <li className="legend-model">the model, in simulated time</li>
      <li className="legend-pull">pull() is called</li>
      <li className="legend-wait">a pipe waits for writer.ready</li>
    </ul>
  )
}

/** One source's chain: what went in and out, and each of its queues over time. */
export function LanePanel({ id, run }: { readonly id: StreamLane; readonly run: Run }): JSX.Element {
  const lane = run.lanes[id]
  const { title, about } = LANE_WORDS[id]
  const scales = scalesOf(run)
  return (
    <Region name={title} className={`panel streams-lane streams-${id}`}>
      <h2>{title}</h2>
      <p>{about}</p>
      <Balance lane={lane} tee={run.settings.tee} />
      <ol className="queue-cards">
        {placesOf(run.settings).map((place) => (
          <QueueCard
            key={place}
            id={`streams-${id}-${place}`}
            settings={run.settings}
            lane={lane}
            place={place}
            scale={scales[place]}
          />
        ))}
      </ol>
      <p className="streams-axis muted">
        <span>Each queue over time, from 0 s</span>
        <span>to {(scales.source.end / SECOND).toFixed(1)} s</span>
      </p>
      <Ending lane={lane} />
    </Region>
  )
}

/** Where every chunk is: it adds up at every moment. */
function Balance({ lane, tee }: { readonly lane: LaneRun; readonly tee: boolean }): JSX.Element {
  const { produced, transformed, written, pulls, waited } = lane.current
  const most = Math.max(...[...lane.rows, lane.current].map((row) => row.produced - row.written))
  const isEnded = lane.ending === 'cancelled' || lane.ending === 'failed'
  return (
    <div className="streams-balance">
      <p className="streams-sum">
        <b>{produced}</b> made = <b>{written}</b> written + <b>{sumOf(lane.current)}</b>{' '}
        {isEnded ? 'discarded' : 'held'}; at most <b>{most}</b> held at once
      </p>
      <p className="muted">
        {transformed} transformed · pull() called {pulls} times · pipes waited for writer.ready{' '}
        {(waited[0] / SECOND).toFixed(1)} s before the transform, {(waited[1] / SECOND).toFixed(1)} s before
        the sink
      </p>
      {tee && (
        <p>
          The slow branch got a copy of each: <b>{lane.current.aside + lane.current.queues.slow.chunks}</b>{' '}
          given = <b>{lane.current.aside}</b> read + <b>{lane.current.queues.slow.chunks}</b> still in memory.
        </p>
      )}
    </div>
  )
}

/** By the queues, not by what is left over: that the two are the same is what the sum shows. */
const sumOf = ({ queues }: LaneRun['current']): number =>
  queues.source.chunks +
  queues.branch.chunks +
  queues.writable.chunks +
  queues.readable.chunks +
  queues.sink.chunks

const ENDINGS: Readonly<Record<LaneRun['ending'], string>> = {
  running: 'Running.',
  written: 'All written: the source closed, every queue ran dry, and then the sink was closed.',
  cancelled: 'The sink gave up: what was queued is discarded, and the reason went up the chain as a cancel.',
  failed: 'The source failed: what was queued is discarded, and the reason went down the chain as an abort.',
}

function Ending({ lane }: { readonly lane: LaneRun }): JSX.Element {
  return (
    <div className="streams-ending">
      <p role="status">{ENDINGS[lane.ending]}</p>
      {lane.calls.length > 0 && (
        <ol className="streams-calls">
          {lane.calls.map(({ at, what, reason }) => (
            <li key={`${what}-${at}`}>
              <span className="muted">{(at / SECOND).toFixed(2)} s</span> <code>{what}</code>
              {reason !== null && <> “{reason}”</>}
            </li>
          ))}
        </ol>
      )}
      {lane.heard
        .filter(({ told }) => told === null && lane.isOver)
        .map(({ who }) => (
          <p key={who} className="streams-lacks">
            This browser lacks <code>{who}</code>: the standard has it called here, and it was not.
          </p>
        ))}
    </div>
  )
}

/** One scale for both sources: a queue that grows must look as large as it is beside one that does not. */
function scalesOf({ settings, lanes }: Run): Readonly<Record<Place, Scale>> {
  const both = [lanes.push, lanes.pull]
  const end = Math.max(
    SECOND,
    ...both.map(({ current, model }) => Math.max(current.at, model.at(-1)?.at ?? 0)),
  )
  const scale = (place: Place): Scale => {
    const sizes = both.flatMap(({ rows, model, current }) =>
      [...rows, ...model, current].map(({ queues }) => queues[place].size),
    )
    return { end, most: Math.max(1.15 * strategyOf(settings, place).mark, 1, ...sizes) }
  }
  const entries = PLACES.map((place) => [place, scale(place)] as const)
  return Object.fromEntries(entries) as Record<Place, Scale>
}
