import { useId, useMemo, type JSX } from 'react'
import rough from 'roughjs'
import { at } from '../../shared/assert.ts'
import type { FilmFrame } from '../../engine/film/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { BehindPlot } from './BehindPlot.tsx'
import { BufferPlot } from './BufferPlot.tsx'
import { CallPicture } from './CallPicture.tsx'
import { FilmPicture } from './FilmPicture.tsx'
import { layOut, type Band, type Layout } from './layout.ts'
import { LinkPlot } from './LinkPlot.tsx'
import { segmentHand, type SegmentHand } from './segment-hand.ts'
import { chosenIn, type ChosenSegment } from './segment-story.ts'
import { SegmentCard } from './SegmentCard.tsx'
import { SegmentTable } from './SegmentTable.tsx'
import './style.css'

/** From a title's foot to its row. */
const TITLE_GAP = 9
/** Fewer pixels than this are not boxed by hand: it would be a scribble. */
const LEAST_BOX = 4

/** The picture of call and film: the link, the call's strip above the films', what is held, and how far behind. */
export function View(props: LabViewProps<FilmFrame>): JSX.Element {
  const { frame, selected, select, act, compact } = props
  const [box, width] = usePictureBox()
  const layout = layOut(frame, width, compact)
  const hand = segmentHand(props, layout)
  const chosen = chosenIn(frame, selected)
  return (
    <div className="lab-view" ref={box}>
      <div
        className="film-picture"
        role="application"
        aria-label="Segments. Left and right arrow choose one, up and down another film."
        tabIndex={0}
        onKeyDown={hand.onKeyDown}
      >
        <FilmSvg frame={frame} layout={layout} chosen={chosen} hand={hand} />
      </div>
      {chosen !== null && (
        <SegmentCard frame={frame} chosen={chosen} onStep={hand.step} onClose={() => select(null)} />
      )}
      {!compact && (
        <div className="lab-hands" role="group" aria-label="By hand">
          <Button
            label="No signal for 5 s"
            onClick={() => act({ kind: 'dip', percent: 0, seconds: 5 }, null, null)}
          />
          <Button
            label="A tenth of the link for 8 s"
            onClick={() => act({ kind: 'dip', percent: 10, seconds: 8 }, null, null)}
          />
        </div>
      )}
      {!compact && <SegmentTable frame={frame} />}
    </div>
  )
}

interface FilmSvgProps {
  readonly frame: FilmFrame
  readonly layout: Layout
  readonly chosen: ChosenSegment | null
  readonly hand: Pick<SegmentHand, 'onPointerDown'>
}

/** The picture itself: a function of the frame and the width, so a pause, a scrub and a file show the same. */
export function FilmSvg({ frame, layout, chosen, hand }: FilmSvgProps): JSX.Element {
  const clip = useId()
  const { width, height, left, right, x, axis, films, behind } = layout
  const top = films[0]?.fetched.top
  const bottom = films.at(-1)?.strip.bottom
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height={height} />
      </clipPath>
      <TimeAxis x={x} y={axis} bottom={height - 10} />
      <LinkPlot frame={frame} layout={layout} clip={clip} />
      <g clipPath={`url(#${clip})`}>
        <CallPicture frame={frame} layout={layout} />
        {films.map((place, i) => {
          const film = at(frame.films, i)
          return (
            <FilmPicture
              key={film.lane}
              frame={frame}
              film={film}
              layout={layout}
              place={place}
              chosen={chosen?.film.lane === film.lane ? chosen.number : null}
            />
          )
        })}
      </g>
      <BufferPlot frame={frame} layout={layout} clip={clip} />
      {behind !== null && <BehindPlot frame={frame} layout={layout} band={behind} clip={clip} />}
      <line className="film-now" x1={x(frame.now)} x2={x(frame.now)} y1={axis} y2={height - 10} />
      <Labels frame={frame} layout={layout} />
      {top !== undefined && bottom !== undefined && (
        <rect
          className="film-grip"
          x={left}
          y={top}
          width={right - left}
          height={bottom - top}
          onPointerDown={hand.onPointerDown}
        />
      )}
    </svg>
  )
}

/** The names of the rows; the whiteboard's in handwriting and boxed by hand. */
function Labels({ frame, layout }: Pick<FilmSvgProps, 'frame' | 'layout'>): JSX.Element {
  const { narrow, left, link, call, films, buffer, behind } = layout
  const title = (band: Band, text: string, className = ''): JSX.Element => (
    <text className={`film-title ${className}`} x={4} y={band.top - TITLE_GAP}>
      {text}
    </text>
  )
  const beside = (y: number, text: string): JSX.Element | null =>
    narrow ? null : (
      <text className="film-row" x={left - 10} y={y} textAnchor="end" dominantBaseline="middle">
        {text}
      </text>
    )
  const { pictures, summary } = frame.call
  const missed = pictures.late + pictures.lost
  return (
    <g className="film-labels">
      {title(
        link,
        narrow ? 'The link, and what is fetched' : 'What the link carries, and the bitrates asked for',
      )}
      {title(
        call,
        missed === 0 ? frame.call.name : `${frame.call.name}: ${summary.missed.toFixed(1)} s never shown`,
        'film-mark-call',
      )}
      {beside((call.top + call.bottom) / 2, 'shown')}
      {films.map(({ fetched, strip }, i) => {
        const film = at(frame.films, i)
        const { frozen } = film.summary
        return (
          <g key={film.lane} className={`film-labels-${film.origin}`}>
            {title(
              fetched,
              frozen > 0 ? `${film.name}: stalled for ${frozen.toFixed(1)} s` : film.name,
              `film-mark-${film.lane}`,
            )}
            {beside(fetched.top + 3, 'fetched')}
            {beside(strip.bottom - 9, 'shown, Mbit/s')}
            {film.origin === 'whiteboard' && layout.x(frame.now) - layout.x(0) >= LEAST_BOX && (
              <SketchBox
                from={Math.round(Math.max(left, layout.x(0)))}
                to={Math.round(layout.x(frame.now))}
                {...strip}
              />
            )}
          </g>
        )
      })}
      {title(buffer, narrow ? 'In the buffer' : 'In the buffer, seconds')}
      {behind !== null && title(behind, narrow ? 'Behind' : 'Behind: how late the picture is')}
    </g>
  )
}

interface SketchBoxProps extends Band {
  /** In pixels. */
  readonly from: number
  readonly to: number
}

/** A frame around the whiteboard's strip, drawn once by hand for each size. */
function SketchBox({ from, to, top, bottom }: SketchBoxProps): JSX.Element {
  const path = useMemo(() => {
    const generator = rough.generator()
    const options = { seed: 7, roughness: 1.4, bowing: 0.6 }
    const box = generator.rectangle(from - 2, top - 2, Math.max(1, to - from + 3), bottom - top + 4, options)
    return generator
      .toPaths(box)
      .map(({ d }) => d)
      .join('')
  }, [from, to, top, bottom])
  return <path className="film-sketch" d={path} />
}
