import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { REGIONS } from '../../engine/ingest/codes.ts'
import { EVENING, HOURS_AHEAD } from '../../engine/ingest/plane/codes.ts'
import type { RegionFrame, WorldFrame } from '../../engine/ingest/plane/frame.ts'
import { formatNumber } from '../../stage/format.ts'
import { Region } from '../../ui/Region.tsx'
import { span } from './plane/layout.ts'
import './traffic.css'

const NAMES: Readonly<Record<(typeof REGIONS)[number], string>> = {
  us: 'North America',
  eu: 'Europe',
  apac: 'Asia and Pacific',
  latam: 'Latin America',
  mea: 'Middle East and Africa',
}

/** From west to east. */
const ORDER = [...REGIONS.keys()].sort((a, b) => at(HOURS_AHEAD, a) - at(HOURS_AHEAD, b))
const DAY_HOURS = 24
const AFTERNOON = 11

interface WorldProps {
  readonly world: WorldFrame
  readonly compact: boolean
}

/** The five regions from west to east: their time of day, who watches, what arrives, and what is down. */
export function World({ world, compact }: WorldProps): JSX.Element {
  const most = Math.max(1, ...world.regions.map(({ viewers }) => viewers))
  return (
    <Region name="World by region" className="world">
      <h2>World by region</h2>
      <ul className={compact ? 'world-row world-compact' : 'world-row'}>
        {ORDER.map((region) => (
          <Tile
            key={region}
            id={at(REGIONS, region)}
            region={at(world.regions, region)}
            most={most}
            isSlowest={world.slowest === region}
          />
        ))}
      </ul>
      {!compact && (
        <p className="muted small">
          Viewers are those who were heard in the last ten seconds: each says something once in ten. Most is
          watched in the local evening, from {EVENING.from} to {EVENING.to} h.
        </p>
      )}
    </Region>
  )
}

interface TileProps {
  readonly id: (typeof REGIONS)[number]
  readonly region: RegionFrame
  readonly most: number
  readonly isSlowest: boolean
}

function Tile({ id, region, most, isSlowest }: TileProps): JSX.Element {
  const { localHour, isEvening, viewers, rate, collectors, collectorsDown, isIdle, behind } = region
  const isDown = collectorsDown > 0
  return (
    <li className={isIdle || isDown ? 'tile tile-trouble' : 'tile'}>
      <p className="tile-name">
        <b>{id}</b> <span>{NAMES[id]}</span>
      </p>
      <Day hour={localHour} />
      <p className="tile-time">
        {hourText(localHour)} {isEvening ? 'evening' : ''}
      </p>
      <p className="tile-viewers">
        <b>{formatNumber(viewers, 0)}</b> viewers
        <i className="tile-bar" aria-hidden="true">
          <i style={{ inlineSize: `${(100 * viewers) / most}%` }} />
        </i>
      </p>
      <p>{formatNumber(rate, 0)} events/s</p>
      <p className={isDown ? 'tile-bad' : ''}>
        {isDown
          ? `${collectorsDown} of ${collectors} ${collectors === 1 ? 'collector' : 'collectors'} down`
          : `${collectors} ${collectors === 1 ? 'collector' : 'collectors'} up`}
      </p>
      <p className={isIdle ? 'tile-bad' : 'tile-behind'}>
        {isIdle
          ? 'silent: holds nothing back'
          : Number.isNaN(behind)
            ? 'not heard yet'
            : `newest event ${span(behind)} old${isSlowest ? ', the oldest of all' : ''}`}
      </p>
    </li>
  )
}

/** The local day as a bar: night, afternoon, evening; and where it is now. */
function Day({ hour }: { readonly hour: number }): JSX.Element {
  return (
    <svg className="tile-day" viewBox={`0 0 ${DAY_HOURS} 4`} preserveAspectRatio="none" aria-hidden="true">
      <path className="day-night" d={`M0,0H${DAY_HOURS}V4H0z`} />
      <path className="day-afternoon" d={`M${AFTERNOON},0H${EVENING.from}V4H${AFTERNOON}z`} />
      <path className="day-evening" d={`M${EVENING.from},0H${EVENING.to}V4H${EVENING.from}z`} />
      <path className="day-now" d={`M${hour - 0.2},0h0.4v4h-0.4z`} />
    </svg>
  )
}

function hourText(hour: number): string {
  const minutes = Math.floor((hour % 1) * 60)
  return `${String(Math.floor(hour)).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}
