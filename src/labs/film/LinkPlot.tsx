import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { stepLine } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Layout } from './layout.ts'
import { shortName } from './names.ts'

interface LinkPlotProps {
  readonly frame: FilmFrame
  readonly layout: Layout
  /** The id of the clip path that keeps marks within the plots. */
  readonly clip: string
}

/** The scale ends at so many times the highest bitrate of the film. */
const CUT = 1.35

/** Lines that would lie on each other stand so many pixels apart. */
const APART = 2.2

/** What the link carries, as an area; over it the bitrate each film fetches in, and the call's. */
export function LinkPlot({ frame, layout, clip }: LinkPlotProps): JSX.Element {
  const { link, left, right, x } = layout
  const { capacity, settings } = frame
  const highest = at(frame.ladder, frame.ladder.length - 1)
  const most = Math.max(highest, settings.call, ...capacity.kbps)
  // What the link carries beyond what anybody asks for is cut off.
  const top = Math.min(most, Math.max(CUT * highest, settings.call))
  const y = scaleLinear([0, top / 1_000], [link.bottom, link.top])
    .nice(3)
    .clamp(true)
  const area = stepLine(
    capacity.time.length,
    (row) => x(at(capacity.time, row)),
    (row) => y(at(capacity.kbps, row) / 1_000),
    x(frame.now),
  )
  const lines = frame.films.map((film, i) => ({
    lane: film.lane,
    name: shortName(film.lane, layout.narrow),
    path: bitrateLine(
      film,
      frame,
      (time) => x(time),
      (kbps) => y(kbps / 1_000) + i * APART,
    ),
    last: lastBitrate(film, frame),
  }))
  return (
    <g className="film-link">
      <rect
        className="film-band"
        x={left}
        y={link.top}
        width={right - left}
        height={link.bottom - link.top}
      />
      <ValueAxis y={y} left={left} right={right} unit={layout.narrow ? '' : 'Mbit/s'} />
      <g clipPath={`url(#${clip})`}>
        {area !== '' && (
          <path className="film-capacity-area" d={`${area}V${link.bottom}H${x(at(capacity.time, 0))}Z`} />
        )}
        <path className="film-capacity" d={area} />
        <line
          className="film-line film-line-call"
          x1={x(0)}
          x2={x(frame.now)}
          y1={y(settings.call / 1_000)}
          y2={y(settings.call / 1_000)}
        />
        {lines.map(({ lane, path }) => (
          <path key={lane} className={`film-line film-line-${lane}`} d={path} />
        ))}
      </g>
      <LineNames
        x={layout.narrow ? right - 2 : x(frame.now) + 6}
        anchor={layout.narrow ? 'end' : 'start'}
        top={link.top + 6}
        names={[
          { text: 'call', y: y(settings.call / 1_000), className: 'film-mark-call' },
          ...lines.flatMap(({ lane, name, last }, i) =>
            last === null
              ? []
              : [{ text: name, y: y(last / 1_000) + i * APART, className: `film-mark-${lane}` }],
          ),
        ]}
      />
    </g>
  )
}

/** The bitrate of the segment asked for last; null before the first. */
function lastBitrate({ segments }: PlayerFrame, { ladder }: FilmFrame): number | null {
  const last = segments.level.length - 1
  return last < 0 ? null : at(ladder, at(segments.level, last))
}

function bitrateLine(
  { segments }: PlayerFrame,
  { ladder, now }: FilmFrame,
  x: (time: number) => number,
  y: (kbps: number) => number,
): string {
  return stepLine(
    segments.asked.length,
    (row) => x(at(segments.asked, row)),
    (row) => y(at(ladder, at(segments.level, row))),
    x(now),
  )
}
