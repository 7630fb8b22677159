import { useRef, type JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { line, rect } from '../../view/paths.ts'
import { usePictureBox } from '../../view/use-size.ts'
import { Cursors } from './Cursors.tsx'
import { DrawnRows } from './DrawnRows.tsx'
import { FoundCard } from './FoundCard.tsx'
import { GroupPanel } from './GroupPanel.tsx'
import { Hands } from './Hands.tsx'
import { layOut, type Layout } from './layout.ts'
import { LogRows } from './LogRows.tsx'
import { OffsetAxis } from './OffsetAxis.tsx'
import { Plots } from './Plots.tsx'
import { segmentHand } from './segment-hand.ts'
import { chosenIn, type Segment } from './segments.ts'
import { SegmentCard } from './SegmentCard.tsx'
import { SegmentTable } from './SegmentTable.tsx'
import { useOffsetView, type OffsetView } from './use-offset-view.ts'
import { duration, short } from './words.ts'
import './style.css'

const ROOM_FOR_LEGEND = 780

/** The log lab's picture: the topic as it is drawn and as it is kept, offsets from left to right, and who reads where. */
export function View(props: LabViewProps<TopicFrame>): JSX.Element {
  const { frame, selected, select, act, compact } = props
  const [box, width] = usePictureBox()
  const surface = useRef<HTMLDivElement>(null)
  const { left, right } = layOut(frame, width, compact, null)
  const view = useOffsetView(frame, surface, left, right)
  const layout = layOut(frame, width, compact, view.domain)
  const hand = segmentHand(props, layout, view)
  const chosen = chosenIn(frame, selected)
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <ScaleLine frame={frame} view={view} compact={compact} />
      <div
        ref={surface}
        className="log-picture"
        role="application"
        aria-label="Segments. Left and right arrow choose one, up and down another partition; plus and minus zoom, page up and page down move, End follows the log's end."
        tabIndex={0}
        onKeyDown={hand.onKeyDown}
        onClick={hand.onClick}
        onPointerDown={view.drag.onPointerDown}
        onPointerMove={view.drag.onPointerMove}
        onPointerUp={view.drag.onPointerUp}
        onPointerCancel={view.drag.onPointerUp}
      >
        <LogSvg frame={frame} layout={layout} chosen={chosen} />
      </div>
      {chosen !== null && (
        <SegmentCard
          frame={frame}
          chosen={chosen}
          act={act}
          onStep={hand.step}
          onClose={() => select(null)}
        />
      )}
      {frame.bound !== null && <p className="log-note log-lost">{BOUND_WORDS[frame.bound]}</p>}
      <FoundCard frame={frame} />
      <GroupPanel frame={frame} act={act} compact={compact} />
      <Hands frame={frame} act={act} compact={compact} />
      {!compact && <SegmentTable frame={frame} />}
    </div>
  )
}

const BOUND_WORDS = {
  records: 'The run ends here: it has five million records, as many as this page keeps of one run.',
  bytes: 'The run ends here: 192 MiB of log are kept, as much as this page holds for one run.',
  segments:
    'The run ends here: there are 4,000 segments, as many as this page keeps. Larger ones, or retention, help.',
} as const

interface ScaleLineProps {
  readonly frame: TopicFrame
  readonly view: OffsetView
  readonly compact: boolean
}

/** What a second stands for, when retention is checked next, and how much of the offsets is in view. */
function ScaleLine({ frame, view, compact }: ScaleLineProps): JSX.Element {
  const { factor, settings, nextCheck, now } = frame
  const toCheck = Math.max(0, nextCheck - now)
  const perSecond = settings.rate / factor
  return (
    <div className="log-scale">
      <p>
        {factor === 1 ? (
          'Real time: a second here is a second of the log.'
        ) : (
          <>
            <b>1 s here is {duration(factor * 1_000)} of the log</b>
            {compact ? '.' : `, so ${short(settings.rate)} records a second are ${pace(perSecond)} there.`}
          </>
        )}{' '}
        {settings.policy === 'compact'
          ? 'The cleaner compacts; nothing goes by age.'
          : toCheck < SECOND / 2
            ? `Retention is checked every ${duration(settings.checkMinutes * 60_000)}.`
            : `Retention is checked in ${duration((toCheck * factor) / 1_000)}.`}
      </p>
      <div className="log-zoom" role="group" aria-label="Zoom">
        <Button label="−" aria-label="Zoom out" disabled={!view.isHeld} onClick={() => view.zoom(2)} />
        <Button label="+" aria-label="Zoom in" onClick={() => view.zoom(0.5)} />
        <Button label="Whole log" disabled={!view.isHeld} onClick={() => view.release()} />
      </div>
    </div>
  )
}

/** "12 a second", "1.5 a minute", "40 an hour": in the unit in which it is at least one. */
function pace(perSecond: number): string {
  const [rate, unit] =
    perSecond >= 1
      ? [perSecond, 'a second']
      : perSecond * 60 >= 0.95
        ? [perSecond * 60, 'a minute']
        : [perSecond * 3_600, 'an hour']
  return `${rate.toFixed(rate < 9.95 ? 1 : 0).replace(/\.0$/, '')} ${unit}`
}

interface LogSvgProps {
  readonly frame: TopicFrame
  readonly layout: Layout
  readonly chosen: Segment | null
}

/** The picture itself: a function of the frame, the width and the part of the offsets in view. */
export function LogSvg({ frame, layout, chosen }: LogSvgProps): JSX.Element {
  const { width, height, logTitle, rows, left, density } = layout
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <Hatch />
      <OffsetAxis layout={layout} />
      <DrawnRows frame={frame} layout={layout} />
      <text className="log-title" x={4} y={logTitle}>
        The log{layout.aligned ? ', partitions aligned at their ends' : ''}
      </text>
      {width >= ROOM_FOR_LEGEND && <Legend width={width} y={logTitle} />}
      {rows.map(({ partition, block }) =>
        density !== 'dense' || partition % 5 === 0 ? (
          <text
            key={partition}
            className="log-name"
            x={left - 8}
            y={(block.top + block.bottom) / 2 + 4}
            textAnchor="end"
          >
            {partition}
          </text>
        ) : null,
      )}
      <LogRows frame={frame} layout={layout} chosen={chosen} />
      <Cursors frame={frame} layout={layout} />
      <Plots frame={frame} layout={layout} />
    </svg>
  )
}

/** Lines across what is past retention: never colour alone. */
const Hatch = (): JSX.Element => (
  <defs>
    <pattern id="log-hatch" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line className="log-hatch" x1={0} y1={0} x2={0} y2={6} />
    </pattern>
  </defs>
)

/** Each mark with its words, and how far from the right end it begins. */
const KEYS = [
  ['start', 'log start', 606],
  ['end', 'end = high watermark', 520],
  ['active', 'being written', 364],
  ['cache', 'in the page cache', 250],
  ['expired', 'past retention', 114],
] as const

/** What the marks in the rows mean. */
const Legend = ({ width, y }: { readonly width: number; readonly y: number }): JSX.Element => (
  <g className="log-legend">
    {KEYS.map(([key, text, fromRight]) => {
      const left = width - 14 - fromRight
      return (
        <g key={key}>
          <path className={`log-key-${key}`} d={MARKS[key](left, y)} />
          <text x={left + (key === 'start' || key === 'end' ? 7 : 18)} y={y}>
            {text}
          </text>
        </g>
      )
    })}
  </g>
)

const MARKS = {
  start: (x: number, y: number) => line(x, y - 11, x, y + 2),
  end: (x: number, y: number) => line(x, y - 11, x, y + 2),
  active: (x: number, y: number) => rect(x, y - 10, 13, 11),
  cache: (x: number, y: number) => rect(x, y - 6, 13, 4),
  expired: (x: number, y: number) => rect(x, y - 10, 13, 11),
}
