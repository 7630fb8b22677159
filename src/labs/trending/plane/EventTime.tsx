import { useId, useRef, type JSX } from 'react'
import { SECOND } from '../../../engine/kernel/time.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import type { LabViewProps } from '../../../stage/define-lab.ts'
import { formatNumber } from '../../../stage/format.ts'
import { Region } from '../../../ui/Region.tsx'
import { useWidth } from '../../../view/use-size.ts'
import { EventCard, PaneCard } from './Cards.tsx'
import { Cells } from './Cells.tsx'
import { Controls } from './Controls.tsx'
import { LatenessBars } from './LatenessBars.tsx'
import { layOutPlane, type PlaneLayout } from './layout.ts'
import { Lines, Scales, Silences } from './Lines.tsx'
import { Older, Points } from './Points.tsx'
import './style.css'
import { chosenEvent, chosenPane, type PlaneEvent } from './things.ts'
import { useEventHand, type EventHand } from './use-event-hand.ts'
import { describePlane } from './words.ts'

interface EventTimeProps extends Pick<LabViewProps<unknown>, 'selected' | 'select' | 'act' | 'compact'> {
  readonly plane: PlaneFrame
  readonly titleOf: (title: number) => string
  /** How late events were as drawn, by bucket. */
  readonly drawn?: ArrayLike<number>
}

const WIDTH_BEFORE_MEASURING = 880
/** The event-time plane, its two controls, and how late everything was. */
export function EventTime({
  plane,
  titleOf,
  drawn,
  selected,
  select,
  act,
  compact,
}: EventTimeProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, WIDTH_BEFORE_MEASURING)
  const layout = layOutPlane(plane, width, compact)
  const event = chosenEvent(plane, selected)
  const pane = chosenPane(selected)
  const hand = useEventHand(plane, layout, event, { select, act })
  return (
    <Region name="Event time" className="event-time">
      {!compact && <h2>Event time by arrival</h2>}
      <Controls plane={plane} act={act} compact={compact} />
      <div ref={box}>
        <div
          className="plane-picture"
          role="application"
          aria-label={`Events by when they happened and when they arrived. ${describePlane(plane)} Left and right arrow choose an event; with Shift, and with Page Up and Page Down, it arrives later or earlier.`}
          tabIndex={0}
          onKeyDown={hand.onKeyDown}
        >
          <PlaneSvg plane={plane} layout={layout} event={event} pane={pane} hand={hand} />
        </div>
      </div>
      {event !== null && (
        <EventCard event={event} hand={hand} titleOf={titleOf} onClose={() => select(null)} />
      )}
      {pane !== null && <PaneCard plane={plane} number={pane} onClose={() => select(null)} />}
      <Key plane={plane} compact={compact} />
      {!compact && <LatenessBars plane={plane} drawn={drawn ?? null} />}
    </Region>
  )
}

interface PlaneSvgProps {
  readonly plane: PlaneFrame
  readonly layout: PlaneLayout
  readonly event: PlaneEvent | null
  readonly pane: number | null
  readonly hand: Pick<
    EventHand,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'dragged'
  >
}

/** The picture itself: a function of the frame and the width. */
export function PlaneSvg({ plane, layout, event, pane, hand }: PlaneSvgProps): JSX.Element {
  const clip = useId()
  const { width, height, left, right, top, bottom } = layout
  const box = { x: left, y: top, width: right - left, height: bottom - top }
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect {...box} />
      </clipPath>
      <rect className="ground" {...box} />
      <Scales plane={plane} layout={layout} />
      <g clipPath={`url(#${clip})`}>
        <Cells plane={plane} layout={layout} chosen={pane} />
        <Lines plane={plane} layout={layout} />
        <Points plane={plane} layout={layout} chosen={event} dragged={hand.dragged} />
        <Silences plane={plane} layout={layout} />
      </g>
      <Older plane={plane} layout={layout} />
      <text className="axis-name" x={right} y={bottom + 14} textAnchor="end">
        arrived →
      </text>
      <text className="axis-name" x={left + 6} y={top + 14}>
        ↑ happened
      </text>
      <rect
        className="grip"
        {...box}
        onPointerDown={hand.onPointerDown}
        onPointerMove={hand.onPointerMove}
        onPointerUp={hand.onPointerUp}
        onPointerCancel={hand.onPointerCancel}
      />
    </svg>
  )
}

/** What the marks are, how many there are of each, and which share of the events is drawn. */
function Key({ plane, compact }: { readonly plane: PlaneFrame; readonly compact: boolean }): JSX.Element {
  const { counts } = plane
  const number = (value: number): string => formatNumber(value, 0)
  return (
    <div className="plane-key small">
      <ul>
        <Mark className="point-on-time" d="M4,3h4v4h-4z" text={`on time ${number(counts.onTime)}`} />
        <Mark className="point-late" d="M6,1l4,7h-8z" text={`late, taken ${number(counts.late)}`} />
        <Mark
          className="point-too-late"
          d="M2,1l8,8M2,9l8,-8"
          text={`too late, put aside ${number(counts.tooLate)}`}
        />
        <Mark className="cell-open" d="M0,0h12v10h-12z" text="a minute is open" />
        <Mark className="cell-told" d="M0,0h12v10h-12z" text="told, and still takes" />
        <Mark className="fire-early" d="M6,1l4,4l-4,4l-4,-4z" text={`told early ${number(counts.early)}`} />
        <Mark className="fire-first" d="M6,1l4,4l-4,4l-4,-4z" text={`told ${number(counts.first)}`} />
        <Mark className="fire-update" d="M6,1v8" text={`told again ${number(counts.update)}`} />
        <Mark className="fire-final" d="M5,0h3v10h-3z" text={`final ${number(counts.final)}`} />
      </ul>
      {!compact && <Shares plane={plane} />}
    </div>
  )
}

/** Which share of the events are points, and what the numbers are. */
function Shares({ plane }: { readonly plane: PlaneFrame }): JSX.Element {
  const { share } = plane
  const number = (value: number): string => formatNumber(value, 0)
  return (
    <p className="muted">
      {share.onTime === 1
        ? 'Every event is a point.'
        : `One of ${number(share.onTime)} events on time is a point${
            share.late === 1 ? ' and every late one' : `, one of ${number(share.late)} of the late ones`
          }, chosen by a hash of its id; numbers count all of them.`}
      {plane.since > 0 && ` Points from ${Math.round(plane.since / SECOND)} s on are kept.`} Numbers in the
      cells are events of that minute; in brackets, those that came late. Drag a point to the right to hold
      its event back.
    </p>
  )
}

function Mark({
  className,
  d,
  text,
}: {
  readonly className: string
  readonly d: string
  readonly text: string
}): JSX.Element {
  return (
    <li>
      <svg width="12" height="10" aria-hidden="true">
        <path className={className} d={d} />
      </svg>{' '}
      {text}
    </li>
  )
}
