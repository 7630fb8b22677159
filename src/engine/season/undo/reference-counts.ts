import { bytesOf, isNode, type Amount, type Line, type TreeNode } from './tree.ts'

/** Counts for each node and line how many versions and nodes refer to it. What nobody refers to any more is garbage. */
export class ReferenceCounts {
  private readonly counts = new Map<TreeNode | Line, number>()
  private madeNodes = 0
  private madeBytes = 0
  private freedNodes = 0
  private freedBytes = 0

  get made(): Amount {
    return { nodes: this.madeNodes, bytes: this.madeBytes }
  }

  get garbage(): Amount {
    return { nodes: this.freedNodes, bytes: this.freedBytes }
  }

  get held(): Amount {
    return { nodes: this.madeNodes - this.freedNodes, bytes: this.madeBytes - this.freedBytes }
  }

  /** One reference more to `part`: from a version, or from a node that is new. */
  keep(part: TreeNode | Line): void {
    const count = this.counts.get(part) ?? 0
    this.counts.set(part, count + 1)
    if (count > 0) return
    this.madeNodes += isNode(part) ? 1 : 0
    this.madeBytes += bytesOf(part)
    if (isNode(part)) for (const below of part.parts) this.keep(below)
  }

  /** One reference less; adds to `freed` the nodes that became garbage by it. */
  release(part: TreeNode | Line, freed: TreeNode[]): void {
    const count = (this.counts.get(part) ?? 0) - 1
    if (count > 0) {
      this.counts.set(part, count)
      return
    }
    this.counts.delete(part)
    this.freedNodes += isNode(part) ? 1 : 0
    this.freedBytes += bytesOf(part)
    if (!isNode(part)) return
    freed.push(part)
    for (const below of part.parts) this.release(below, freed)
  }
}
