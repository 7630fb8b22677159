import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import type { CopyLane } from './copy-lane.ts'
import type { UndoLane } from './measures.ts'
import type { SharingLane } from './sharing-lane.ts'
import { amountOf, linesOf, reachableFrom } from './tree.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(copies: CopyLane, sharing: SharingLane): Check[] {
  return [
    checkConservation('full copies', copies),
    checkConservation('sharing', sharing),
    checkSame(copies, sharing),
    ...checkNodes(sharing),
    checkChain(sharing),
    checkPath(sharing),
    checkLevels(sharing),
  ]
}

function checkConservation(name: string, { id, versions }: UndoLane): Check {
  const { counts, past, future } = versions
  return {
    id: `conservation.${id}`,
    label: `${name}: versions made = past + present + future + pruned + dropped`,
    predicted: counts.made,
    measured: past.length + 1 + future.length + counts.pruned + counts.dropped,
    tolerance: 0,
    unit: 'versions',
    source: 'each version can still be seen, or was thrown away once',
  }
}

/** Sharing must not show: what was kept as a tree reads as what was copied in full when it was made. */
function checkSame(copies: CopyLane, sharing: SharingLane): Check {
  return {
    id: 'same',
    label: 'Versions kept that read differently in the two lanes',
    predicted: 0,
    measured: differences(copies, sharing),
    tolerance: 0,
    unit: 'versions',
    source: 'each tree read out line by line beside the full copy of its time',
  }
}

/** How many of the versions kept read differently in the two lanes. */
export function differences(copies: CopyLane, sharing: SharingLane): number {
  const trees = sharing.versions.kept
  return copies.versions.kept.filter(({ lines, version }, i) => {
    const { root, version: other } = at(trees, i)
    const read = linesOf(root).map(({ id }) => id)
    return version.number !== other.number || read.join() !== lines.map(({ id }) => id).join()
  }).length
}

function checkNodes({ versions, made, garbage, held }: SharingLane): Check[] {
  const found = amountOf(reachableFrom(versions.kept.map(({ root }) => root)))
  const source = 'all trees walked through, each node once; garbage is counted by references'
  return [
    {
      id: 'nodes',
      label: 'Nodes made = nodes that some version has + garbage',
      predicted: made.nodes,
      measured: found.nodes + garbage.nodes,
      tolerance: 0,
      unit: 'nodes',
      source,
    },
    {
      id: 'bytes',
      label: 'Bytes kept',
      predicted: found.bytes,
      measured: held.bytes,
      tolerance: 0,
      unit: 'bytes',
      source,
    },
  ]
}

/** Each version kept was made from the one before it, so it needs the oldest tree and what was made since. */
function checkChain({ versions, held }: SharingLane): Check {
  const [oldest, ...later] = versions.kept
  const whole = oldest === undefined ? 0 : amountOf(reachableFrom([oldest.root])).nodes
  return {
    id: 'chain',
    label: 'Nodes kept',
    predicted: whole + later.reduce((sum, { own }) => sum + own.nodes, 0),
    measured: held.nodes,
    tolerance: 0,
    unit: 'nodes',
    source: 'the whole tree of the oldest version kept, and what was made for each one after it',
  }
}

function checkPath({ made, first, expectedNodes }: SharingLane): Check {
  return {
    id: 'path',
    label: 'Nodes made by changes',
    predicted: expectedNodes,
    measured: made.nodes - first.nodes,
    tolerance: 0,
    unit: 'nodes',
    source:
      'path copying (Driscoll, Sarnak, Sleator, Tarjan 1989): a change copies one node a level, and n lines with b parts a node have ⌈log_b n⌉ levels',
  }
}

function checkLevels({ versions, maker }: SharingLane): Check {
  const { root } = versions.present
  return {
    id: 'levels',
    label: 'Levels of the present tree',
    predicted: Math.max(1, Math.ceil(Math.log(root.size) / Math.log(maker.branching) - 1e-9)),
    measured: root.level + 1,
    tolerance: 0,
    unit: 'levels',
    source: '⌈log_b n⌉, by logarithms',
  }
}
