import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CommitsFrame } from '../../engine/season/commits/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { usePictureBox } from '../../view/use-size.ts'
import { Hands } from './Hands.tsx'
import { LanePicture } from './LanePicture.tsx'
import { layOut } from './layout.ts'
import './style.css'

const BETWEEN = 14

type PictureProps = Pick<LabViewProps<CommitsFrame>, 'frame' | 'selected' | 'select'>

/** The commits lab's picture: the same history as a list and as a graph, and what can be done to it. */
export function View({ frame, act, selected, select, compact }: LabViewProps<CommitsFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  return (
    <div className="lab-view" ref={box}>
      <p className="commits-last">
        <code>$ {frame.last?.words ?? 'git init; git commit'}</code>
        <span className="muted">numbers: the order of git log from {frame.head}</span>
      </p>
      <CommitsSvg frame={frame} width={width} selected={selected} select={select} />
      <Detail frame={frame} selected={selected} />
      <Hands frame={frame} act={act} selected={selected} compact={compact} />
    </div>
  )
}

/** The picture itself: a function of the frame, the width and what is selected. */
export function CommitsSvg({
  frame,
  width,
  selected,
  select,
}: PictureProps & { readonly width: number }): JSX.Element {
  const layout = layOut(frame, width)
  const height = 2 * layout.height + BETWEEN
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {frame.lanes.map((lane, i) => (
        <LanePicture
          key={lane.lane}
          frame={frame}
          lane={lane}
          layout={layout}
          top={i * (layout.height + BETWEEN)}
          selected={selected}
          select={(thing) => select(thing === selected ? null : thing)}
        />
      ))}
    </svg>
  )
}

const FATES = { reachable: 'kept', unreachable: 'adrift', collected: 'gone' } as const

/** The chosen commit, or the newest: its id, what it follows from, and what became of it. */
function Detail({ frame, selected }: Pick<PictureProps, 'frame' | 'selected'>): JSX.Element {
  const head = frame.branches.find(({ isHead }) => isHead)
  const branch = frame.branches.find(({ name }) => selected === `branch:${name}`) ?? head
  const number = /^commit:(\d+)$/.exec(selected ?? '')?.[1]
  const [list, graph] = [at(frame.lanes, 0), at(frame.lanes, 1)]
  const commit =
    graph.commits[number === undefined ? (branch?.tip ?? 0) : Number(number)] ?? at(graph.commits, 0)
  const idOf = (seq: number): string => at(graph.commits, seq).id
  return (
    <p className="commits-detail">
      <b className="commit-id">{commit.id}</b> “{commit.content}”.{' '}
      {commit.parents.length > 0 && (
        <>
          Parent{commit.parents.length === 1 ? '' : 's'} <code>{commit.parents.map(idOf).join(', ')}</code>
          .{' '}
        </>
      )}
      {commit.replaces !== null && (
        <>
          In the place of <code>{idOf(commit.replaces)}</code>.{' '}
        </>
      )}
      <span className="muted">
        List: {FATES[at(list.commits, commit.seq).fate]}; graph: {FATES[commit.fate]}.
      </span>
    </p>
  )
}
