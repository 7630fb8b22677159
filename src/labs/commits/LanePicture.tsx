import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { BranchFrame, CommitFrame, CommitsFrame, LaneFrame } from '../../engine/season/commits/frame.ts'
import { sketchRect } from '../../view/paths.ts'
import { NARROW, pointerPath, xOf, yOf, type Layout } from './layout.ts'

interface LanePictureProps {
  readonly frame: CommitsFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly top: number
  readonly selected: string | null
  readonly select: (thing: string | null) => void
}

const TITLES = { list: 'Singly linked list', graph: 'Git’s graph' } as const

/** One lane: its commits in the order of making, what each points to, and where the branches stand. */
export function LanePicture({ frame, lane, layout, top, selected, select }: LanePictureProps): JSX.Element {
  const shown = lane.commits.slice(layout.first)
  const { reachable, unreachable, collected } = lane.counts
  const isNarrow = layout.width < NARROW
  return (
    <g className={`lane ${lane.lane === 'list' ? 'lane-drawn' : ''}`} transform={`translate(0,${top})`}>
      <text className="lane-title" x={4} y={17}>
        {TITLES[lane.lane]}
      </text>
      <text
        className="lane-counts"
        x={isNarrow ? 4 : layout.width - 4}
        y={isNarrow ? 37 : 17}
        textAnchor={isNarrow ? 'start' : 'end'}
      >
        <tspan className="count-kept">{reachable} kept</tspan>
        <tspan className="count-adrift"> · {unreachable} adrift</tspan>
        <tspan className="count-gone"> · {collected} gone</tspan>
      </text>
      {shown.map((commit) => (
        <Pointers key={commit.seq} lane={lane} commit={commit} layout={layout} />
      ))}
      {frame.branches.map((branch) => (
        <BranchName
          key={branch.name}
          branch={branch}
          layout={layout}
          tip={at(lane.commits, branch.tip)}
          isSelected={selected === `branch:${branch.name}`}
          onPress={() => select(`branch:${branch.name}`)}
        />
      ))}
      {layout.first > 0 && (
        <text className="lane-more" x={2} y={yOf(layout, 0) + 4}>
          …
        </text>
      )}
      {shown.map((commit) => (
        <Node
          key={commit.seq}
          commit={commit}
          lane={lane}
          layout={layout}
          isSelected={selected === `commit:${commit.seq}`}
          onPress={() => select(`commit:${commit.seq}`)}
        />
      ))}
    </g>
  )
}

/** What a commit points to; and, broken, what it ought to. */
function Pointers({
  lane,
  commit,
  layout,
}: Pick<LanePictureProps, 'lane' | 'layout'> & { readonly commit: CommitFrame }): JSX.Element | null {
  if (commit.fate === 'collected') return null
  const all = [...commit.parents, ...commit.lostParents]
  return (
    <>
      {all.map((parent, i) => {
        const { line, head } = pointerPath(layout, commit, at(lane.commits, parent), i > 0)
        const kind = i < commit.parents.length ? (i > 0 ? 'second' : 'first') : 'lost'
        return (
          <g
            key={parent}
            className={`pointer pointer-${kind} ${commit.fate === 'unreachable' ? 'pointer-adrift' : ''}`}
          >
            <path d={line} />
            {kind !== 'lost' && <path d={head} />}
          </g>
        )
      })}
    </>
  )
}

interface NodeProps {
  readonly commit: CommitFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly isSelected: boolean
  readonly onPress: () => void
}

/** A commit: with its place in the log, if it has one; a cross where it is gone. */
function Node({ commit, lane, layout, isSelected, onPress }: NodeProps): JSX.Element {
  const { radius: r } = layout
  const [x, y] = [xOf(layout, commit.seq), yOf(layout, commit.row)]
  const shape = `node node-${commit.fate} ${commit.place > 0 ? 'node-log' : ''} ${isSelected ? 'node-selected' : ''}`
  return (
    <g className={shape} transform={`translate(${x},${y})`} onClick={onPress}>
      <rect className="node-target" x={-12} y={-14} width={24} height={28} />
      {commit.fate === 'collected' ? (
        <path className="node-cross" d="M-5,-5L5,5M-5,5L5,-5" />
      ) : lane.lane === 'list' ? (
        <path className="node-shape" d={sketchRect(-r, -r, 2 * r, 2 * r, commit.seq)} />
      ) : (
        <circle className="node-shape" r={r} />
      )}
      {isSelected && <circle className="node-ring" r={r + 4} />}
      {commit.place > 0 && (
        <text y={0.5} textAnchor="middle" dominantBaseline="central">
          {commit.place}
        </text>
      )}
    </g>
  )
}

interface BranchNameProps {
  readonly branch: BranchFrame
  readonly layout: Layout
  readonly tip: CommitFrame
  readonly isSelected: boolean
  readonly onPress: () => void
}

/** A branch: a name that points to a commit. */
function BranchName({ branch, layout, tip, isSelected, onPress }: BranchNameProps): JSX.Element {
  const { names, radius } = layout
  const y = yOf(layout, branch.row)
  const [tx, ty] = [Math.max(0, xOf(layout, tip.seq)), yOf(layout, tip.row)]
  const isGone = tip.fate === 'collected'
  const line =
    ty === y
      ? `M${tx + radius + 2},${y}H${names}`
      : `M${tx + radius},${ty + (y > ty ? radius * 0.6 : -radius * 0.6)}Q${tx + radius + 14},${y} ${tx + radius + 34},${y}H${names}`
  return (
    <g
      className={`branch ${branch.isHead ? 'branch-head' : ''} ${isSelected ? 'branch-selected' : ''} ${isGone ? 'branch-gone' : ''}`}
      onClick={onPress}
    >
      <path className="branch-line" d={line} />
      <rect x={names} y={y - 12} width={54} height={24} rx={12} />
      <text x={names + 27} y={y + 0.5} textAnchor="middle" dominantBaseline="central">
        {branch.name}
      </text>
    </g>
  )
}
