import type { JSX } from 'react'
import type { NodeFrame, VersionFrame } from '../../engine/season/undo/frame.ts'
import { rect } from '../../view/paths.ts'
import { colourOf, reach, type Placed, type TreeLayout } from './layout.ts'

interface TreePictureProps {
  readonly layout: TreeLayout
  readonly y: number
  /** The version whose tree stands out. */
  readonly chosen: number
  readonly selected: string | null
  readonly select: (thing: string) => void
}

const ROOM_FOR_NUMBER = 19
const ROOM_FOR_LINES = 8

/** The versions as trees: a node that several of them share is drawn once, in the colour of the one it was made for. */
export function TreePicture({ layout, y, chosen, selected, select }: TreePictureProps): JSX.Element {
  const { placed, versions } = layout
  const all = new Map([...placed].map(([id, { node }]) => [id, node]))
  const root = versions.find(({ number }) => number === chosen)?.root
  const standing = reach(root === undefined ? [] : [root], all)
  const places = [...placed.values()]
  const edges = places.flatMap((from) => from.node.parts.map((id) => ({ from, to: placed.get(id) })))
  const drawn = (isStanding: boolean): string =>
    edges
      .filter(({ from }) => standing.has(from.node) === isStanding)
      .map(({ from, to }) => (to === undefined ? '' : edgePath(from, to)))
      .join('')
  return (
    <g className="trees" transform={`translate(0,${y})`}>
      <path className="edge" d={drawn(false)} />
      <path className="edge edge-standing" d={drawn(true)} />
      {places.map((place) => (
        <Node
          key={place.node.id}
          place={place}
          isStanding={standing.has(place.node)}
          isSelected={selected === `lines-${place.node.from}`}
          select={select}
        />
      ))}
      {versions.map((version) => (
        <RootName
          key={version.number}
          version={version}
          place={placed.get(version.root)}
          isChosen={version.number === chosen}
          select={select}
        />
      ))}
    </g>
  )
}

function edgePath(from: Placed, to: Placed): string {
  const [start, end] = [from.top + from.height, to.top]
  const middle = (start + end) / 2
  return `M${from.x.toFixed(1)},${start}C${from.x.toFixed(1)},${middle} ${to.x.toFixed(1)},${middle} ${to.x.toFixed(1)},${end}`
}

interface NodeProps {
  readonly place: Placed
  readonly isStanding: boolean
  readonly isSelected: boolean
  readonly select: (thing: string) => void
}

function Node({ place, isStanding, isSelected, select }: NodeProps): JSX.Element {
  const { node, x, top, width, height } = place
  const classes = [
    'node',
    colourOf(node.made),
    isStanding ? 'standing' : '',
    isSelected ? 'node-selected' : '',
  ]
  const thing = node.level === 0 ? `lines-${node.from}` : `v${node.made}`
  return (
    <g className={classes.join(' ')} onClick={() => select(thing)}>
      <rect
        className="node-box"
        x={x - width / 2}
        y={top}
        width={width}
        height={height}
        rx={Math.min(3, width / 4)}
      />
      {node.level === 0 && <Lines node={node} place={place} />}
      {node.level > 0 && width >= ROOM_FOR_NUMBER && (
        <text x={x} y={top + height / 2}>
          {node.made}
        </text>
      )}
    </g>
  )
}

/** The lines in a leaf, each in the colour of the version it was written for; of many only those that were changed. */
function Lines({ node, place }: { readonly node: NodeFrame; readonly place: Placed }): JSX.Element | null {
  const { x, top, width, height } = place
  const count = node.lines.length
  if (width < ROOM_FOR_LINES) return null
  const step = (height - 4) / Math.max(4, count)
  const length = width - 4
  return (
    <>
      {node.lines.map((made, i) =>
        made === 0 && count > 8 ? null : (
          <path
            key={i}
            className={`text-line ${colourOf(made)}`}
            d={rect(x - length / 2, top + 2.5 + i * step, length, Math.max(1.5, step - 2))}
          />
        ),
      )}
    </>
  )
}

interface RootNameProps {
  readonly version: VersionFrame
  readonly place: Placed | undefined
  readonly isChosen: boolean
  readonly select: (thing: string) => void
}

function RootName({ version, place, isChosen, select }: RootNameProps): JSX.Element | null {
  if (place === undefined) return null
  return (
    <text
      className={`root-name root-${version.place} ${isChosen ? 'root-chosen' : ''}`}
      x={place.x}
      y={place.top - 6}
      onClick={() => select(`v${version.number}`)}
    >
      v{version.number}
    </text>
  )
}
