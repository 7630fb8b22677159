import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { MARK, memberName, OWNER } from '../../engine/log/groups/codes.ts'
import type { GroupsFrame } from '../../engine/log/groups/frame.ts'
import { cross, line, rect, sketchRect } from '../../view/paths.ts'
import type { LanePlace, Layout } from './layout.ts'
import { verdict } from './words.ts'

interface OwnersProps {
  readonly frame: GroupsFrame
  readonly layout: Layout
  readonly place: LanePlace
  readonly clip: string
}

const ROOM_FOR_LETTER = 13
const ROOM_FOR_GENERATION = 26

/** Who read which partition when, in one lane: a bar a stretch, rebalances as bands, what went wrong as marks. */
export function OwnersPicture({ frame, layout, place, clip }: OwnersProps): JSX.Element {
  const { lane } = place
  const isSketch = lane.origin === 'whiteboard'
  return (
    <g className={`owners ${isSketch ? 'owners-sketch' : ''}`}>
      <text className="lane-title" x={4} y={place.title}>
        {lane.name}
        <tspan className="lane-verdict" dx={10}>
          {verdict(lane, frame.settings.study, layout.narrow)}
        </tspan>
      </text>
      <rect
        className="owners-ground"
        x={layout.left}
        y={place.top}
        width={layout.right - layout.left}
        height={place.bottom - place.top}
      />
      <g clipPath={`url(#${clip})`}>
        <Bars frame={frame} layout={layout} place={place} />
        <Rounds frame={frame} layout={layout} place={place} />
        <Marks layout={layout} place={place} />
      </g>
      <RowNames layout={layout} place={place} />
    </g>
  )
}

/** p0 above, the last one below; between them there may be no room. */
function RowNames({ layout, place }: Pick<OwnersProps, 'layout' | 'place'>): JSX.Element {
  const count = place.lane.partitions.length
  const shown = place.row >= 12 ? Array.from({ length: count }, (_, i) => i) : [0, count - 1]
  return (
    <>
      {[...new Set(shown)].map((i) => (
        <text
          key={i}
          className="row-name row-name-small"
          x={layout.left - 6}
          y={place.row >= 12 ? place.top + (i + 0.5) * place.row : i === 0 ? place.top + 5 : place.bottom - 4}
          textAnchor="end"
          dominantBaseline="central"
        >
          p{i}
        </text>
      ))}
    </>
  )
}

function Bars({ frame, layout, place }: Omit<OwnersProps, 'clip'>): JSX.Element {
  const { x } = layout
  const { stretches, origin } = place.lane
  const isSketch = origin === 'whiteboard'
  const bars = new Map<string, string>()
  const letters: JSX.Element[] = []
  for (let i = 0; i < stretches.start.length; i++) {
    const member = at(stretches.member, i)
    const kind = at(stretches.kind, i)
    const ends = at(stretches.end, i)
    const from = Math.max(layout.left - 2, x(at(stretches.start, i)))
    const to = Math.max(from + 0.6, x(Number.isNaN(ends) ? frame.now : Math.min(ends, frame.now)))
    const top = place.top + at(stretches.partition, i) * place.row
    const height = place.row - (place.row > 5 ? 1.5 : 0.6)
    const className = kind === OWNER.reading ? `bar fill-${member}` : `bar bar-still line-${member}`
    const path = isSketch
      ? sketchRect(from, top, to - from, height, i + Math.round(at(stretches.start, i) / 1e4), 0.5)
      : rect(from, top, to - from, height)
    bars.set(className, (bars.get(className) ?? '') + path)
    if (place.row >= 9 && to - from >= ROOM_FOR_LETTER)
      letters.push(
        <text
          key={`${at(stretches.partition, i)} ${at(stretches.start, i)}`}
          className={`bar-letter ${kind === OWNER.reading ? '' : `ink-${member}`}`}
          x={from + 4}
          y={top + height / 2 + 0.5}
          dominantBaseline="central"
        >
          {letterOf(member, kind, to - from)}
        </text>,
      )
  }
  return (
    <>
      {[...bars].map(([className, path]) => (
        <path key={className} className={className} d={path} />
      ))}
      {letters}
    </>
  )
}

const ROOM_FOR_WORDS = 70

function letterOf(member: number, kind: number, room: number): string {
  const name = memberName(member)
  if (kind === OWNER.reading || room < ROOM_FOR_WORDS) return name
  return kind === OWNER.paused ? `${name} paused` : `${name} is gone`
}

/** The rebalances that have room for their generation's number, by their start. */
function namedRounds(frame: GroupsFrame, { x }: Layout, { lane }: LanePlace): ReadonlySet<number> {
  const named = new Set<number>()
  let last = -Infinity
  for (const { start, end } of lane.rounds) {
    if (Number.isNaN(end) || end > frame.now || x(end) - last < ROOM_FOR_GENERATION) continue
    last = x(end)
    named.add(start)
  }
  return named
}

/** Each rebalance as a band, with the generation it led to. */
function Rounds({ frame, layout, place }: Omit<OwnersProps, 'clip'>): JSX.Element {
  const { x } = layout
  const named = namedRounds(frame, layout, place)
  return (
    <>
      {place.lane.rounds.map(({ start, end, generation }) => {
        const from = x(start)
        const to = x(Number.isNaN(end) ? frame.now : Math.min(end, frame.now))
        return (
          <g key={start}>
            <rect
              className="round"
              x={from}
              y={place.top - 3}
              width={Math.max(1, to - from)}
              height={place.bottom - place.top + 6}
            />
            {named.has(start) && (
              <>
                <path className="round-end" d={line(to, place.top - 5, to, place.bottom + 3)} />
                <text className="generation" x={to + 2} y={place.top - 3}>
                  {layout.narrow ? generation : `gen ${generation}`}
                </text>
              </>
            )}
          </g>
        )
      })}
    </>
  )
}

function Marks({ layout, place }: Pick<OwnersProps, 'layout' | 'place'>): JSX.Element {
  const { x } = layout
  const { marks } = place.lane
  const size = Math.max(2.2, Math.min(4, place.row / 2.6))
  const paths = { lost: '', twice: '', known: '' }
  for (let i = 0; i < marks.time.length; i++) {
    const cx = x(at(marks.time, i))
    const cy = place.top + (at(marks.partition, i) + 0.5) * place.row - 0.7
    const kind = at(marks.kind, i)
    const diamond = `M${cx},${cy - size}L${cx + size},${cy}L${cx},${cy + size}L${cx - size},${cy}Z`
    if (kind === MARK.lost) paths.lost += cross(cx, cy, size)
    if (kind === MARK.duplicate) paths.twice += diamond
    if (kind === MARK.ignored) paths.known += diamond
  }
  return (
    <>
      <path className="mark-lost-back" d={paths.lost} />
      <path className="mark-lost" d={paths.lost} />
      <path className="mark-twice" d={paths.twice} />
      <path className="mark-known" d={paths.known} />
    </>
  )
}

/** What was done to members, as ticks with a word on the axis. */
export function Deeds({ frame, layout }: Pick<OwnersProps, 'frame' | 'layout'>): JSX.Element {
  const bottom = at(layout.lanes, layout.lanes.length - 1).bottom
  return (
    <path
      className="deed"
      d={frame.done
        .filter(({ time }) => time > 0)
        .map(({ time }) => line(layout.x(time), layout.axis + 1, layout.x(time), bottom))
        .join('')}
    />
  )
}
