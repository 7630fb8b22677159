import { drawTree, type Branch, type Scene } from './scene.ts'

interface Plain extends Branch<number> {
  readonly left: Plain | null
  readonly right: Plain | null
}

const grow = (tree: Plain | null, value: number): Plain => {
  if (tree === null) return { value, left: null, right: null }
  return value < tree.value
    ? { ...tree, left: grow(tree.left, value) }
    : { ...tree, right: grow(tree.right, value) }
}

const KEYS = [50, 25, 75, 12, 37, 62, 87, 6, 18, 31, 43, 56, 68, 81, 93]

/** A search tree of fifteen keys: one comparison a level on the way down. */
export function searchTree(): readonly Scene[] {
  const tree = KEYS.reduce<Plain | null>(grow, null)
  return [56, 31, 93].flatMap((wanted) => {
    const way: number[] = []
    for (let at = tree; at !== null; at = wanted < at.value ? at.left : at.right) {
      way.push(at.value)
      if (at.value === wanted) break
    }
    return way.map((_, i) => {
      const seen = new Set(way.slice(0, i + 1))
      const found = way[i] === wanted
      return {
        ...drawTree(tree, String, (value) =>
          found && value === wanted ? 'hit' : seen.has(value) ? 'way' : 'rest',
        ),
        says: found
          ? `${wanted}: ${i + 1} comparisons for ${KEYS.length} keys`
          : `${wanted}? ${i + 1} comparison${i === 0 ? '' : 's'}`,
      }
    })
  })
}

/** A node of a left-leaning red-black tree. */
export interface Coloured extends Branch<number> {
  readonly isRed: boolean
  readonly left: Coloured | null
  readonly right: Coloured | null
}

const isRed = (tree: Coloured | null): boolean => tree?.isRed === true

function lean(tree: Coloured): Coloured {
  let top = tree
  if (isRed(top.right) && !isRed(top.left) && top.right !== null) {
    const { right } = top
    top = { ...right, isRed: top.isRed, left: { ...top, isRed: true, right: right.left } }
  }
  if (isRed(top.left) && top.left !== null && isRed(top.left.left)) {
    const { left } = top
    top = { ...left, isRed: top.isRed, right: { ...top, isRed: true, left: left.right } }
  }
  if (isRed(top.left) && isRed(top.right) && top.left !== null && top.right !== null)
    top = {
      ...top,
      isRed: true,
      left: { ...top.left, isRed: false },
      right: { ...top.right, isRed: false },
    }
  return top
}

function insert(tree: Coloured | null, value: number): Coloured {
  if (tree === null) return { value, isRed: true, left: null, right: null }
  return lean(
    value < tree.value
      ? { ...tree, left: insert(tree.left, value) }
      : { ...tree, right: insert(tree.right, value) },
  )
}

/** A red-black tree of `values`, in the order of their coming (Sedgewick's left-leaning variant). */
export const redBlackTree = (values: readonly number[]): Coloured | null =>
  values.reduce<Coloured | null>((tree, value) => ({ ...insert(tree, value), isRed: false }), null)

/** Tasks by the time they had on a processor: the leftmost runs next, and comes back further right. */
export function scheduler(): readonly Scene[] {
  let tasks = [3, 5, 8, 11, 14, 17, 20]
  const slices = [9, 8, 10, 7, 6, 9]
  return slices.map((slice, i) => {
    const next = Math.min(...tasks)
    const tree = redBlackTree(tasks)
    const red = new Set<number>()
    const note = (branch: Coloured | null): void => {
      if (branch === null) return
      if (branch.isRed) red.add(branch.value)
      note(branch.left)
      note(branch.right)
    }
    note(tree)
    tasks = [...tasks.filter((task) => task !== next), next + slice + (tasks.includes(next + slice) ? 1 : 0)]
    return {
      ...drawTree(tree, String, (task) => (task === next ? 'hit' : red.has(task) ? 'red' : 'rest')),
      says: `${next} ms had least, and runs${i === 0 ? '' : ' next'}`,
    }
  })
}
