import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Layout } from './layout.ts'
import { shortName } from './names.ts'

interface PlotProps {
  readonly frame: FilmFrame
  readonly layout: Layout
  /** The id of the clip path that keeps marks within the plots. */
  readonly clip: string
}

/** How many seconds each film holds, over time: down a second a second, up a segment at a time. */
export function BufferPlot({ frame, layout, clip }: PlotProps): JSX.Element {
  const { buffer: band, left, right, x } = layout
  const { settings, films, call } = frame
  const highest = Math.max(
    settings.buffer,
    ...films.flatMap(({ buffer }) => Array.from(buffer.level, (l) => l / 1e6)),
  )
  const y = scaleLinear([0, highest], [band.bottom, band.top]).nice(3)
  const held = call.summary.buffer
  return (
    <g className="film-buffer">
      <rect
        className="film-band"
        x={left}
        y={band.top}
        width={right - left}
        height={band.bottom - band.top}
      />
      <ValueAxis y={y} left={left} right={right} unit="s" />
      <g clipPath={`url(#${clip})`}>
        <line className="film-goal" x1={left} x2={right} y1={y(settings.buffer)} y2={y(settings.buffer)} />
        <line
          className="film-line film-line-call"
          x1={x(Number.isNaN(call.startedAt) ? frame.now : call.startedAt)}
          x2={x(frame.now)}
          y1={y(settings.delay / 1_000)}
          y2={y(settings.delay / 1_000)}
        />
        {films.map((film) => (
          <path
            key={film.lane}
            className={`film-line film-line-${film.lane}`}
            d={polyline(bufferPoints(film, frame).map(([time, level]) => [x(time), y(level / 1e6)]))}
          />
        ))}
      </g>
      <LineNames
        x={layout.narrow ? right - 2 : x(frame.now) + 6}
        anchor={layout.narrow ? 'end' : 'start'}
        top={band.top + 6}
        names={[
          { text: 'call', y: y(Math.max(held, settings.delay / 1_000)), className: 'film-mark-call' },
          ...films.map(({ lane, summary }) => ({
            text: shortName(lane, layout.narrow),
            y: y(summary.buffer),
            className: `film-mark-${lane}`,
          })),
        ]}
      />
    </g>
  )
}

/** A saw: at each row straight up from what was left to what is held then; at last what is held now. */
function bufferPoints({ buffer, summary }: PlayerFrame, { now }: FilmFrame): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = []
  for (let i = 0; i < buffer.time.length; i++) {
    const time = at(buffer.time, i)
    points.push([time, at(buffer.before, i)], [time, at(buffer.level, i)])
  }
  points.push([now, summary.buffer * 1e6])
  return points
}
