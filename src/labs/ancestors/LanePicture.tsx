import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { PAINT } from '../../engine/season/ancestors/codes.ts'
import type { AncestorsFrame, LaneFrame } from '../../engine/season/ancestors/frame.ts'
import { sketchLine, sketchRect } from '../../view/paths.ts'
import { ends, headPath, NARROW, type Layout } from './layout.ts'

interface LanePictureProps {
  readonly frame: AncestorsFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly top: number
  readonly selected: string | null
  readonly select: (thing: string | null) => void
}

const TITLES = { pointers: 'Two pointers', paint: 'git merge-base --all' } as const

/** One lane: the two histories, and how far its search has come. */
export function LanePicture({ frame, lane, layout, top, selected, select }: LanePictureProps): JSX.Element {
  const { parents } = frame.history
  const isList = lane.lane === 'pointers'
  const onLists = new Set(frame.lists.flat())
  const isSeen = (seq: number): boolean => !isList || onLists.has(seq)
  const isNarrow = layout.width < NARROW
  return (
    <g className={`lane lane-${isList ? 'drawn' : 'paint'}`} transform={`translate(0,${top})`}>
      <text className="lane-title" x={4} y={17}>
        {TITLES[lane.lane]}
      </text>
      <text
        className={`lane-words verdict-${lane.verdict ?? 'open'}`}
        x={isNarrow ? 4 : layout.width - 4}
        y={isNarrow ? 38 : 17}
        textAnchor={isNarrow ? 'start' : 'end'}
      >
        {wordsOf(lane)}
      </text>
      {parents.map((own, child) =>
        own.map((parent, i) => (
          <Pointer
            key={`${child}-${parent}`}
            layout={layout}
            child={child}
            parent={parent}
            isList={isList}
            isSeen={isSeen(child) && (i === 0 || !isList)}
          />
        )),
      )}
      {parents.map((_, seq) => (
        <Node
          key={seq}
          seq={seq}
          lane={lane}
          layout={layout}
          isSeen={isSeen(seq)}
          isBest={lane.isDone && frame.best.includes(seq)}
          isSelected={selected === `commit:${seq}`}
          onPress={() => select(`commit:${seq}`)}
        />
      ))}
      <Tips frame={frame} layout={layout} />
      {lane.pointers !== null && <Hands pointers={lane.pointers} layout={layout} isOver={lane.isDone} />}
    </g>
  )
}

const VERDICTS = {
  right: 'right',
  incomplete: 'one of several',
  wrong: 'wrong',
} as const

function wordsOf({ verdict, answers, steps, looked, words }: LaneFrame): string {
  if (verdict === null) return steps === 0 ? 'not begun' : words
  const answer = answers.length === 0 ? 'nothing' : answers.join(' and ')
  return `answer: ${answer}, ${VERDICTS[verdict]} · ${looked.length} looked at`
}

interface PointerProps {
  readonly layout: Layout
  readonly child: number
  readonly parent: number
  readonly isList: boolean
  readonly isSeen: boolean
}

/** A commit's pointer to one of its parents. */
function Pointer({ layout, child, parent, isList, isSeen }: PointerProps): JSX.Element {
  const [x1, y1, x2, y2] = ends(layout, child, parent)
  return (
    <g className={`pointer ${isSeen ? '' : 'pointer-unseen'}`}>
      <path d={isList ? sketchLine(x1, y1, x2, y2, child) : `M${x1},${y1}L${x2},${y2}`} />
      <path d={headPath(x1, y1, x2, y2)} />
    </g>
  )
}

interface NodeProps {
  readonly seq: number
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly isSeen: boolean
  readonly isBest: boolean
  readonly isSelected: boolean
  readonly onPress: () => void
}

/** A commit: what has been painted on it or passed over it, and whether it is an answer. */
function Node({ seq, lane, layout, isSeen, isBest, isSelected, onPress }: NodeProps): JSX.Element {
  const { radius: r, xOf, yOf } = layout
  const isAnswer = lane.answers.includes(seq)
  const classes = [
    'node',
    isSeen ? '' : 'node-unseen',
    lane.looked.includes(seq) ? 'node-looked' : '',
    isAnswer ? 'node-answer' : '',
    isBest && !isAnswer ? 'node-missed' : '',
    isAnswer && !isBest && lane.isDone ? 'node-wrong' : '',
  ]
  return (
    <g className={classes.join(' ')} transform={`translate(${xOf(seq)},${yOf(seq)})`} onClick={onPress}>
      <rect className="node-target" x={-12} y={-14} width={24} height={28} />
      {lane.painting === null ? (
        <path className="node-shape" d={sketchRect(-r, -r, 2 * r, 2 * r, seq)} />
      ) : (
        <Paint paint={at(lane.painting.paint, seq)} isQueued={lane.painting.queue.includes(seq)} r={r} />
      )}
      {(isAnswer || isBest) && <circle className="node-ring" r={r + 4} />}
      {isSelected && <circle className="node-chosen" r={r + 6.5} />}
      <text y={0.5} textAnchor="middle" dominantBaseline="central">
        {seq}
      </text>
    </g>
  )
}

interface PaintProps {
  readonly paint: number
  readonly isQueued: boolean
  readonly r: number
}

/** The upper half is A's paint, the lower half B's; what is stale is pale. */
function Paint({ paint, isQueued, r }: PaintProps): JSX.Element {
  const isStale = (paint & PAINT.stale) !== 0
  return (
    <g className={isStale ? 'paint-stale' : ''}>
      <circle className={`node-shape ${isQueued ? 'node-queued' : ''}`} r={r} />
      {(paint & PAINT.a) !== 0 && <path className="paint-a" d={`M${-r},0A${r},${r} 0 0 1 ${r},0Z`} />}
      {(paint & PAINT.b) !== 0 && <path className="paint-b" d={`M${-r},0A${r},${r} 0 0 0 ${r},0Z`} />}
    </g>
  )
}

/** Names at the two commits asked about. */
function Tips({ frame, layout }: { readonly frame: AncestorsFrame; readonly layout: Layout }): JSX.Element {
  const { xOf, yOf, radius } = layout
  return (
    <>
      {(
        [
          ['A', frame.a],
          ['B', frame.b],
        ] as const
      ).map(([name, seq], i) => (
        <text
          key={name}
          className={`tip tip-${name}`}
          x={xOf(seq) + radius + 8 + (frame.a === frame.b ? i * 12 : 0)}
          y={yOf(seq) + 5}
        >
          {name}
        </text>
      ))}
    </>
  )
}

/** The two pointers: one points down from above, one up from below. */
function Hands({
  pointers,
  layout,
  isOver,
}: {
  readonly pointers: { readonly p: number | null; readonly q: number | null }
  readonly layout: Layout
  readonly isOver: boolean
}): JSX.Element {
  const { xOf, yOf, radius, height, title } = layout
  // Outside of the ring around an answer.
  const gap = radius + (isOver ? 7 : 2)
  const middle = (title + height) / 2 - 3
  return (
    <>
      {(['p', 'q'] as const).map((name) => {
        const seq = pointers[name]
        const sign = name === 'p' ? -1 : 1
        // Behind the end of a list there is nothing to point at: it waits left of the oldest commit.
        const [x, y] = seq === null ? [8, middle + sign * 4] : [xOf(seq), yOf(seq) + sign * gap]
        return (
          <g key={name} className={`hand hand-${name}`} transform={`translate(${x},${y})`}>
            <path d={`M0,0L-5,${sign * 8}L5,${sign * 8}Z`} />
            <text x={8} y={sign * 9 + 4}>
              {name}
            </text>
          </g>
        )
      })}
    </>
  )
}
