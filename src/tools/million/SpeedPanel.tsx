import type { JSX } from 'react'
import type { Report } from '../../ingest/report.ts'
import { Region } from '../../ui/Region.tsx'
import type { Status } from './use-million.ts'
import type { Smoothness } from './use-smoothness.ts'
import { clockOf, inEvents, percent, spanOf, verdictOf, whole } from './words.ts'

interface SpeedPanelProps {
  readonly report: Report
  readonly rate: number
  readonly rates: readonly number[]
  readonly smoothness: Smoothness
  readonly status: Status
}

/** How fast it is, whether it keeps up, and what the page itself feels of it. */
export function SpeedPanel({ report, rate, rates, smoothness, status }: SpeedPanelProps): JSX.Element {
  const { boards, boardMs, eventMs, heldBackMs, meanRate, share } = report
  const isRunning = status === 'running'
  return (
    <Region name="Speed" className="panel million-speed">
      <h2>Speed</h2>
      <div className="million-now">
        <p className="million-rate">
          <strong>{inEvents(isRunning ? report.rate : meanRate)}</strong> events a second
          {!isRunning && ', on the mean'}
        </p>
        <RateLine rates={rates} asked={report.isFlat === 1 ? null : rate} />
      </div>
      <p className="million-verdict" role="status">
        {isRunning ? verdictOf(report, rate) : standsAt(report)}
      </p>
      <dl className="million-facts">
        <Fact name="Event time" value={clockOf(eventMs)} about="since the run began" />
        <Fact
          name="Of the worker’s time"
          value={isRunning ? percent(share) : '–'}
          about={report.isFlat === 1 ? 'it has no pause' : 'the rest it sleeps'}
        />
        <Fact
          name="Boards"
          value={whole(boards)}
          about={
            boards === 0
              ? 'the first after half a minute of event time'
              : `the last in ${boardMs.toFixed(1)} ms`
          }
        />
        <Fact
          name="Long tasks of this page"
          value={smoothness.longTasks === null ? 'not told' : whole(smoothness.longTasks)}
          about={
            smoothness.longTasks === null
              ? 'this browser does not tell'
              : smoothness.longTasks === 0
                ? 'none over 50 ms'
                : `over 50 ms, the longest ${whole(smoothness.longestMs)} ms`
          }
        />
        <Fact
          name="Frames"
          value={smoothness.frameMs === null ? '–' : `${smoothness.frameMs.toFixed(1)} ms`}
          about="95 of 100 come within this, in a second of every four"
        />
      </dl>
      {(heldBackMs > 0 || smoothness.hiddenMs > 0) && (
        <p className="muted small">
          {smoothness.hiddenMs > 0 &&
            `This tab was hidden for ${spanOf(smoothness.hiddenMs / 1_000)}; the worker ran on. `}
          {heldBackMs > 0 &&
            `The worker was held back for up to ${spanOf(heldBackMs / 1_000)}, by the browser or by a machine that slept or had no core for it.`}
        </p>
      )}
    </Region>
  )
}

interface FactProps {
  readonly name: string
  readonly value: string
  readonly about: string
}

const Fact = ({ name, value, about }: FactProps): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{value}</strong>
      <span>{about}</span>
    </dd>
  </div>
)

/** Where a run stands, and a fingerprint that another run with the same seed must come to as well. */
const standsAt = ({ eventMs, fingerprint, received }: Report): string =>
  `${whole(received)} events in ${clockOf(eventMs)} of event time. Fingerprint ${fingerprint.toString(16).padStart(8, '0')}: the same for this seed on every machine, with any number of workers.`

const WIDTH = 240
const HEIGHT = 48

/** The rates of the last minute as a line, left to right; and the one that was asked for. */
function RateLine({
  rates,
  asked,
}: {
  readonly rates: readonly number[]
  readonly asked: number | null
}): JSX.Element {
  const top = 1.1 * Math.max(asked ?? 0, ...rates, 1)
  const y = (rate: number): string => (HEIGHT * (1 - rate / top)).toFixed(1)
  const line = rates.map((rate, i) => `${i === 0 ? 'M' : 'L'}${WIDTH - rates.length + i} ${y(rate)}`).join('')
  const seconds = Math.round(rates.length / 4)
  return (
    <svg
      className="million-line"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Events a second over the last ${seconds} seconds: between ${inEvents(Math.min(...rates, rates[0] ?? 0))} and ${inEvents(Math.max(...rates, 0))}.`}
    >
      {asked !== null && <line className="million-asked" x1="0" x2={WIDTH} y1={y(asked)} y2={y(asked)} />}
      <path d={line} />
    </svg>
  )
}
