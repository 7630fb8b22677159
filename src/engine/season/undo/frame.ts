import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { CopyLane } from './copy-lane.ts'
import { measuresOf } from './measures.ts'
import type { UndoSettings } from './settings.ts'
import type { SharingLane } from './sharing-lane.ts'
import { amountOf, linesIn, nodesIn, reachableFrom, type TreeNode } from './tree.ts'
import type { Version } from './versions.ts'

/** As many versions as a picture is given: the present one, some before it and some after it. */
const MOST_SHOWN = 9
const MOST_AFTER = 3

export interface VersionFrame extends Version {
  readonly place: 'past' | 'present' | 'future'
  readonly root: number
  /** What a full copy of it takes, and what was made for it where it shares. */
  readonly copyBytes: number
  readonly ownBytes: number
  readonly ownNodes: number
  /** How many nodes its tree has. */
  readonly nodes: number
}

export interface NodeFrame {
  readonly id: number
  readonly made: number
  readonly level: number
  /** The first line below it. */
  readonly from: number
  readonly size: number
  /** The nodes right below it. */
  readonly parts: readonly number[]
  /** In a leaf, for each line the version it was written for. */
  readonly lines: readonly number[]
}

export interface LaneFrame {
  readonly lane: 'copies' | 'sharing'
  readonly values: readonly number[]
  readonly counts: { readonly made: number; readonly pruned: number; readonly dropped: number }
  readonly past: number
  readonly future: number
}

/** Bytes kept after each thing done, in each lane. */
export interface Series {
  readonly time: readonly SimTime[]
  readonly copies: readonly number[]
  readonly sharing: readonly number[]
}

/** What the undo lab draws. */
export interface UndoFrame {
  readonly now: SimTime
  readonly span: Span
  readonly settings: UndoSettings
  /** The last thing the person did, in words, and the line that it changed, if any; null before the first. */
  readonly last: LastDeed | null
  readonly lanes: readonly LaneFrame[]
  /** Versions around the present one, in the order of time, and how many more are kept before and after them. */
  readonly versions: readonly VersionFrame[]
  readonly older: number
  readonly newer: number
  /** Bytes of the oldest version kept, as a tree: what the later ones add to. */
  readonly oldestBytes: number
  /** The versions' nodes, each once. */
  readonly nodes: readonly NodeFrame[]
  /** Versions and nodes that the last change threw away. */
  readonly thrown: { readonly versions: number; readonly nodes: number }
  readonly series: Series
}

export interface LastDeed {
  readonly time: SimTime
  readonly text: string
}

/** The lanes' part of a frame. */
export const laneFrames = (copies: CopyLane, sharing: SharingLane): LaneFrame[] =>
  [copies, sharing].map((lane) => ({
    lane: lane.id,
    values: measuresOf(lane),
    counts: { ...lane.versions.counts },
    past: lane.versions.past.length,
    future: lane.versions.future.length,
  }))

/** Versions around the present one, and the nodes of their trees. */
export function treeFrame(
  sharing: SharingLane,
): Pick<UndoFrame, 'versions' | 'older' | 'newer' | 'oldestBytes' | 'nodes'> {
  const { past, future, kept } = sharing.versions
  const end = past.length + 1 + Math.min(MOST_AFTER, future.length)
  const start = Math.max(0, Math.min(end - MOST_SHOWN, past.length))
  const shown = kept.slice(start, end)
  const nodes = new Map<number, NodeFrame>()
  for (const { root } of shown) collect(root, 0, nodes)
  return {
    older: start,
    oldestBytes: amountOf(reachableFrom(kept.slice(0, 1).map(({ root }) => root))).bytes,
    newer: kept.length - end,
    nodes: [...nodes.values()],
    versions: shown.map(({ version, root, own, copyBytes }, i) => ({
      ...version,
      place: placeOf(start + i, past.length),
      root: root.id,
      copyBytes,
      ownBytes: own.bytes,
      ownNodes: own.nodes,
      nodes: amountOf(reachableFrom([root])).nodes,
    })),
  }
}

const placeOf = (index: number, present: number): VersionFrame['place'] =>
  index === present ? 'present' : index < present ? 'past' : 'future'

function collect(node: TreeNode, from: number, found: Map<number, NodeFrame>): void {
  if (found.has(node.id)) return
  const parts = nodesIn(node)
  found.set(node.id, {
    id: node.id,
    made: node.made,
    level: node.level,
    from,
    size: node.size,
    parts: parts.map(({ id }) => id),
    lines: linesIn(node).map(({ made }) => made),
  })
  let start = from
  for (const part of parts) {
    collect(part, start, found)
    start += part.size
  }
}
