import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { UndoFrame, VersionFrame } from '../../engine/season/undo/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { rect, sketchRect } from '../../view/paths.ts'
import { usePictureBox } from '../../view/use-size.ts'
import { BytesPlot } from './BytesPlot.tsx'
import { CopiesPicture } from './CopiesPicture.tsx'
import { layOut, NARROW, NARROWEST, sayBytes } from './layout.ts'
import { TreePicture } from './TreePicture.tsx'
import './style.css'

/** The undo lab's picture: sheets beside trees, what both take, to one scale, and what the versions have in common. */
export function View({ frame, act, compact, selected, select }: LabViewProps<UndoFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const give = (command: object): void => {
    // What one does is what one wants to see: no longer the version that was looked at.
    if (selected?.startsWith('v') === true) select(null)
    act(command, null, null)
  }
  const [, sharing] = frame.lanes
  const line = lineOf(frame, selected)
  return (
    <div className="lab-view" ref={box}>
      <UndoSvg frame={frame} width={width} compact={compact} selected={selected} select={select} />
      <p className="lab-note">
        <span className="legend-made">Number and colour: the version that a node was made for.</span>{' '}
        <span className="legend-future">Dashed, slanted: undone, and still there.</span>
      </p>
      <p className="undo-story">{storyOf(frame, chosenIn(frame, selected))}</p>
      <div className="lab-hands" role="group" aria-label="By hand">
        <Button
          label={`Change line ${line + 1}`}
          title="Press a leaf of the tree to choose another line"
          onClick={() => give({ kind: 'change', line })}
        />
        <Button label="Add a line" onClick={() => give({ kind: 'append' })} />
        <Button
          label="Undo"
          disabled={sharing?.past === 0}
          onClick={() => give({ kind: 'undo', steps: 1 })}
        />
        <Button
          label="Redo"
          disabled={sharing?.future === 0}
          onClick={() => give({ kind: 'redo', steps: 1 })}
        />
      </div>
    </div>
  )
}

interface UndoSvgProps {
  readonly frame: UndoFrame
  readonly width: number
  readonly compact: boolean
  readonly selected: string | null
  readonly select: (thing: string | null) => void
}

const SHEETS_TOP = 44
const TREES_TOP = 122
const BAR = { top: 24, height: 9 } as const

/** The picture itself: a function of the frame, the width and what is selected. */
export function UndoSvg({ frame, width, compact, selected, select }: UndoSvgProps): JSX.Element {
  const layout = layOut(frame, width)
  const chosen = chosenIn(frame, selected).number
  const top = TREES_TOP + 40 + layout.height + 44
  const bottom = top + (compact ? 56 : 84)
  const height = bottom + 10
  const [copies, sharing] = [at(frame.lanes, 0), at(frame.lanes, 1)]
  const [copied, kept] = [copies.values[5] ?? 0, sharing.values[5] ?? 0]
  const scale = (width - 8) / Math.max(copied, kept)
  const gone = copies.counts.pruned + copies.counts.dropped
  const toggle = (thing: string): void => select(thing === selected ? null : thing)
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <g className="lane-drawn">
        <text className="lane-title" x={4} y={16}>
          Full copies
        </text>
        <text className="lane-words" x={width - 4} y={16} textAnchor="end">
          {sayBytes(copied)}
        </text>
        <path className="bar" d={sketchRect(4, BAR.top, copied * scale, BAR.height, 3)} />
      </g>
      <CopiesPicture
        versions={layout.versions}
        older={layout.older}
        newer={layout.newer}
        gone={gone}
        y={SHEETS_TOP}
        width={width}
        chosen={chosen}
        select={toggle}
      />
      <g transform={`translate(0,${TREES_TOP})`}>
        <text className="lane-title" x={4} y={16}>
          {width < NARROWEST ? 'Sharing' : 'Structural sharing'}
        </text>
        <text className="lane-words" x={width - 4} y={16} textAnchor="end">
          {sayBytes(kept)}
          <tspan className="lane-gone">{goneWords(sharing.values[12] ?? 0, width)}</tspan>
        </text>
        <path className="bar bar-whole" d={rect(4, BAR.top, frame.oldestBytes * scale, BAR.height)} />
        <path
          className="bar bar-added"
          d={rect(4 + frame.oldestBytes * scale, BAR.top, (kept - frame.oldestBytes) * scale, BAR.height)}
        />
      </g>
      <TreePicture layout={layout} y={TREES_TOP + 40} chosen={chosen} selected={selected} select={toggle} />
      <BytesPlot frame={frame} width={width} top={top} bottom={bottom} />
    </svg>
  )
}

const goneWords = (nodes: number, width: number): string =>
  nodes === 0 ? '' : ` · ${nodes} ${width < NARROW ? 'gone' : 'nodes gone'}`

/** The version whose tree stands out: the selected one, or the present. */
function chosenIn({ versions }: UndoFrame, selected: string | null): VersionFrame {
  const present = versions.find(({ place }) => place === 'present') ?? at(versions, 0)
  return versions.find(({ number }) => `v${number}` === selected) ?? present
}

/** The line that is changed by hand: the first of the selected leaf, or of the document. */
function lineOf({ nodes }: UndoFrame, selected: string | null): number {
  const from = Number(/^lines-(\d+)$/.exec(selected ?? '')?.[1] ?? 0)
  return nodes.some((node) => node.level === 0 && node.from === from) ? from : 0
}

/** How the version came about: what was made for it, what it shares, and what its coming threw away. */
function storyOf({ thrown }: UndoFrame, version: VersionFrame): string {
  const { number, nodes, ownNodes, ownBytes, copyBytes, text, place } = version
  if (number === 0) return `v0 is the document ${text}: ${sayNodes(nodes)}, all of them new.`
  const shared = nodes === ownNodes ? 'all lines but one' : sayNodes(nodes - ownNodes)
  const made = `v${number}, ${text}: ${sayNodes(ownNodes)} made for it, ${sayBytes(ownBytes)}; ${shared} shared with the version before. A full copy takes ${sayBytes(copyBytes)}.`
  const lost = `${made} It threw away ${thrown.versions === 1 ? 'one version' : `${thrown.versions} versions`} and ${sayNodes(thrown.nodes)} that nobody else had.`
  return place === 'present' && thrown.versions > 0 ? lost : made
}

const sayNodes = (count: number): string => (count === 1 ? 'one node' : `${count} nodes`)
