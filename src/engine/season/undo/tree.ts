import { assert, at } from '../../../shared/assert.ts'
import { HEADER_BYTES, POINTER_BYTES } from './settings.ts'

/** A line of a document. It never changes: another text is another line. */
export interface Line {
  readonly id: number
  /** The version it was written for. */
  readonly made: number
  readonly bytes: number
}

/** How much there is, in nodes and in bytes; lines count by their bytes only. */
export interface Amount {
  readonly nodes: number
  readonly bytes: number
}

/** A node of a persistent tree of lines: its parts are nodes one level below, or lines in a leaf. It never changes. */
export interface TreeNode {
  readonly id: number
  /** The version it was made for. */
  readonly made: number
  /** 0 for a leaf. */
  readonly level: number
  /** How many lines are below. */
  readonly size: number
  readonly parts: readonly TreeNode[] | readonly Line[]
}

export const isNode = (part: TreeNode | Line): part is TreeNode => 'parts' in part

const isLine = (part: TreeNode | Line): part is Line => !isNode(part)

export const bytesOf = (part: TreeNode | Line): number =>
  isNode(part) ? HEADER_BYTES + POINTER_BYTES * part.parts.length : part.bytes

/** A node's parts where they are nodes; none for a leaf. */
export const nodesIn = ({ parts }: TreeNode): readonly TreeNode[] => parts.filter(isNode)

/** A leaf's lines; none for a node above. */
export const linesIn = ({ parts }: TreeNode): readonly Line[] => parts.filter(isLine)

/**
 * Makes documents from documents: a tree in which each node has at most `branching` parts, all but the last ones as many,
 * and a change copies the nodes on the way from the root to the line, and shares the others.
 */
export class TreeMaker {
  readonly branching: number
  private count = 0

  /** `branching` is at least 2; Infinity makes one node of it all. */
  constructor(branching: number) {
    assert(branching >= 2, `a branching factor of ${branching}`)
    this.branching = branching
  }

  /** How many nodes it has made. */
  get made(): number {
    return this.count
  }

  /** A tree of lines, at least one, for version `version`. */
  build(lines: readonly Line[], version: number): TreeNode {
    let row = this.group(lines, (parts) => this.node(version, 0, parts, parts.length))
    for (let level = 1; row.length > 1; level++)
      row = this.group(row, (parts) => this.node(version, level, parts, sizeOf(parts)))
    return at(row, 0)
  }

  /** The document with `line` in the place of the line at `index` (0 .. size - 1). */
  set(root: TreeNode, index: number, line: Line): TreeNode {
    const { level, size } = root
    if (level === 0) return this.node(line.made, 0, linesIn(root).with(index, line), size)
    const child = Math.floor(index / this.span(level))
    const nodes = nodesIn(root)
    const part = this.set(at(nodes, child), index - child * this.span(level), line)
    return this.node(line.made, level, nodes.with(child, part), size)
  }

  /** The document with `line` behind its last one. A full tree grows by a level. */
  append(root: TreeNode, line: Line): TreeNode {
    if (root.size < this.span(root.level + 1)) return this.appendBelow(root, line)
    const chain = this.chain(root.level, line)
    return this.node(line.made, root.level + 1, [root, chain], root.size + 1)
  }

  private appendBelow(root: TreeNode, line: Line): TreeNode {
    const { level, size } = root
    if (level === 0) return this.node(line.made, 0, [...linesIn(root), line], size + 1)
    const nodes = nodesIn(root)
    const last = at(nodes, nodes.length - 1)
    const parts =
      last.size < this.span(level)
        ? nodes.with(nodes.length - 1, this.appendBelow(last, line))
        : [...nodes, this.chain(level - 1, line)]
    return this.node(line.made, level, parts, size + 1)
  }

  /** A tree of the given level with a single line in it. */
  private chain(level: number, line: Line): TreeNode {
    return level === 0
      ? this.node(line.made, 0, [line], 1)
      : this.node(line.made, level, [this.chain(level - 1, line)], 1)
  }

  /** How many lines a full part of a node of this level has. */
  private span(level: number): number {
    return this.branching ** level
  }

  private group<Part>(parts: readonly Part[], make: (group: readonly Part[]) => TreeNode): TreeNode[] {
    const size = Math.min(this.branching, parts.length)
    return Array.from({ length: Math.ceil(parts.length / size) }, (_, i) =>
      make(parts.slice(i * size, (i + 1) * size)),
    )
  }

  private node(made: number, level: number, parts: TreeNode['parts'], size: number): TreeNode {
    this.count += 1
    return { id: this.count - 1, made, level, size, parts }
  }
}

const sizeOf = (nodes: readonly TreeNode[]): number => nodes.reduce((sum, { size }) => sum + size, 0)

/** All lines, in order. */
export const linesOf = (root: TreeNode): Line[] =>
  root.level === 0 ? [...linesIn(root)] : nodesIn(root).flatMap(linesOf)

/** Every node and every line that can be reached from these roots, each once. */
export function reachableFrom(roots: readonly TreeNode[]): Set<TreeNode | Line> {
  const found = new Set<TreeNode | Line>()
  const visit = (part: TreeNode | Line): void => {
    if (found.has(part)) return
    found.add(part)
    if (isNode(part)) for (const below of part.parts) visit(below)
  }
  for (const root of roots) visit(root)
  return found
}

/** How many levels a tree of so many lines has: what a change copies. Counted up, not read off a tree. */
export function heightOf(lines: number, branching: number): number {
  let height = 1
  for (let room = branching; room < lines; room *= branching) height += 1
  return height
}

/** How much these are, together. */
export const amountOf = (parts: Iterable<TreeNode | Line>): Amount => {
  let [nodes, bytes] = [0, 0]
  for (const part of parts) {
    nodes += isNode(part) ? 1 : 0
    bytes += bytesOf(part)
  }
  return { nodes, bytes }
}
