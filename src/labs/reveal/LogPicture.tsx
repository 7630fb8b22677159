import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { plural } from '../../shared/words.ts'
import type { LaneFrame, LogShape, RevealFrame } from '../../engine/log/reveal/frame.ts'
import { rect } from '../../view/paths.ts'
import type { Layout } from './layout.ts'

interface LogPictureProps {
  readonly frame: RevealFrame
  readonly lane: LaneFrame
  readonly log: LogShape
  readonly layout: Layout
}

const LETTERS = ['A', 'B']
/** Never fewer offsets than these in the row, so that the first records do not fill it. */
const LEAST_OFFSETS = 40
const MOST_OFFSETS = 240
const BAR = 30

/** The log: offsets from left to right, segments as blocks, the readers' offsets above, the ends below. */
export function LogPicture({ frame, lane, log, layout }: LogPictureProps): JSX.Element {
  const { log: band, width, narrow } = layout
  const { logStartOffset, highWatermark, logEndOffset } = log
  const positions = lane.readers.map(({ position }) => position)
  const wanted = Math.min(logStartOffset, ...positions)
  const first = Math.max(0, Math.min(wanted - 4, logEndOffset - LEAST_OFFSETS), logEndOffset - MOST_OFFSETS)
  const last = Math.max(logEndOffset + 3, first + LEAST_OFFSETS)
  const x = scaleLinear([first, last], [10, width - 10])
  const top = band.top + 34
  const cell = x(1) - x(0)
  const cells = (from: number, to: number): string => {
    if (cell < 4) return to > from ? rect(x(from), top + 5, x(to) - x(from), BAR - 10) : ''
    let path = ''
    for (let offset = Math.max(from, first); offset < to; offset++)
      path += rect(x(offset) + 1, top + 5, Math.max(1, cell - 2), BAR - 10)
    return path
  }
  const slowest = Math.max(Math.min(...positions), logStartOffset)
  return (
    <g className="reveal-log">
      <text className="crisp-title" x={10} y={band.top}>
        {lane.name}
        <tspan className="crisp-words" dx={10}>
          {narrow
            ? `${log.segmentCount} segments, ${lane.kept} records`
            : `${plural(log.segmentCount, 'segment')}, ${lane.kept} records, ${log.bytes.toLocaleString('en')} bytes kept · ${log.deletedSegments} segments deleted`}
        </tspan>
      </text>
      <Segments log={log} first={first} top={top} x={x} />
      <path className="log-read" d={cells(logStartOffset, slowest)} />
      <path className="log-record" d={cells(slowest, highWatermark)} />
      <path
        className="log-uncommitted place-readable-end"
        d={cells(Math.max(highWatermark, slowest), logEndOffset)}
      />
      {lane.readers.map(({ position, summary }, i) => (
        <Flag
          key={i}
          reader={i}
          x={x(Math.max(first, position))}
          top={top}
          words={flagWords(frame, i, position, position < logStartOffset, summary.unread, narrow)}
          isSecond={i === 1}
          end={width}
        />
      ))}
      <Mark
        className="log-start place-tail"
        x={x(Math.max(first, logStartOffset))}
        top={top}
        row={1}
        words={`log start ${logStartOffset}`}
        end={width}
      />
      <Mark
        className="log-watermark place-readable-end"
        x={x(highWatermark)}
        top={top}
        row={2}
        words={`${narrow ? 'HW' : 'high watermark'} ${highWatermark}, log end ${logEndOffset}`}
        end={width}
      />
    </g>
  )
}

interface SegmentsProps {
  readonly log: LogShape
  /** The first offset in view. */
  readonly first: number
  readonly top: number
  readonly x: (offset: number) => number
}

/** What was deleted, and the segments that are left; the last is being written. */
function Segments({ log, first, top, x }: SegmentsProps): JSX.Element {
  const { logStartOffset } = log
  return (
    <>
      {logStartOffset > first && (
        <g className="place-overwrite">
          <rect
            className="log-deleted"
            x={x(first)}
            y={top}
            width={Math.max(0, x(logStartOffset) - x(first) - 2)}
            height={BAR}
          />
          {x(logStartOffset) - x(first) > 56 && (
            <text
              className="log-deleted-word"
              x={(x(first) + x(logStartOffset)) / 2}
              y={top + BAR / 2}
              textAnchor="middle"
              dominantBaseline="central"
            >
              deleted
            </text>
          )}
        </g>
      )}
      <g className="place-capacity">
        {log.segments.map(({ baseOffset, nextOffset }, i) => {
          const from = Math.max(first, baseOffset)
          if (nextOffset < first) return null
          const isActive = i === log.segments.length - 1
          const end = isActive ? Math.max(nextOffset, baseOffset + 1) : nextOffset
          return (
            <g key={baseOffset}>
              <rect
                className={isActive ? 'log-segment log-active' : 'log-segment'}
                x={x(from)}
                y={top}
                width={Math.max(2, x(end) - x(from) - 1)}
                height={BAR}
                rx={3}
              />
              {x(end) - x(from) > 26 && baseOffset >= first && (
                <text className="log-base" x={x(baseOffset) + 1} y={top + BAR + 12}>
                  {baseOffset}
                </text>
              )}
            </g>
          )
        })}
      </g>
    </>
  )
}

function flagWords(
  frame: RevealFrame,
  reader: number,
  position: number,
  isGone: boolean,
  unread: number,
  narrow: boolean,
): string {
  const { stalled, rate } = frame.readers[reader] ?? { stalled: false, rate: 0 }
  const still = stalled || rate === 0
  if (isGone) return narrow ? `at ${position}: deleted` : `stands at ${position}, which is deleted`
  return `${still && !narrow ? 'stalled at ' : ''}${position}${unread > 0 && !narrow ? `, ${unread} behind` : ''}`
}

interface FlagProps {
  readonly reader: number
  readonly x: number
  readonly top: number
  readonly words: string
  readonly isSecond: boolean
  readonly end: number
}

/** A reader's offset, above the log. */
function Flag({ reader, x, top, words, isSecond, end }: FlagProps): JSX.Element {
  const y = top - (isSecond ? 8 : 22)
  const toLeft = x > end * 0.62
  return (
    <g className="place-tail place-slow-reader">
      <path className={`flag-pole flag-${reader}`} d={`M${x},${y}V${top + BAR}`} />
      <circle className={`hand hand-${reader}`} cx={x} cy={y} r={7} />
      <text className="hand-letter hand-small" x={x} y={y} textAnchor="middle" dominantBaseline="central">
        {LETTERS[reader]}
      </text>
      <text
        className={`flag-words flag-words-${reader}`}
        x={x + (toLeft ? -11 : 11)}
        y={y}
        textAnchor={toLeft ? 'end' : 'start'}
        dominantBaseline="central"
      >
        {words}
      </text>
    </g>
  )
}

interface MarkProps {
  readonly className: string
  readonly x: number
  readonly top: number
  readonly row: number
  readonly words: string
  readonly end: number
}

/** One of the log's ends, below it. */
function Mark({ className, x, top, row, words, end }: MarkProps): JSX.Element {
  const y = top + BAR + 12 + row * 16
  const toLeft = x > end * 0.55
  return (
    <g className={`log-mark ${className}`}>
      <path d={`M${x},${top - 3}V${y - 4}`} />
      <text x={x + (toLeft ? -5 : 5)} y={y} textAnchor={toLeft ? 'end' : 'start'}>
        {words}
      </text>
    </g>
  )
}
