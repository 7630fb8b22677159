import { plural } from '../../../shared/words.ts'
import type { Change } from './copy-lane.ts'
import { ReferenceCounts } from './reference-counts.ts'
import {
  amountOf,
  heightOf,
  linesOf,
  reachableFrom,
  TreeMaker,
  type Amount,
  type Line,
  type TreeNode,
} from './tree.ts'
import { nameOf, sayBytes, thingOf, Versions, type Version } from './versions.ts'

/** A version as the root of a tree that it shares with others, but for what was made for it. */
export interface SharingState {
  readonly version: Version
  readonly root: TreeNode
  /** What was made for it. */
  readonly own: Amount
  /** The bytes of its lines: what a full copy would take. */
  readonly copyBytes: number
}

/** Production's: each change makes the nodes on the way to the line anew, and shares all others with the version before. */
export class SharingLane {
  readonly id = 'sharing'
  readonly noun = 'node'
  /** What the first version took. */
  readonly first: Amount
  readonly versions: Versions<SharingState>
  readonly maker: TreeMaker
  /** The nodes that the last change made garbage. */
  freed: readonly TreeNode[] = []
  /** How many nodes changes should have made, counted up from lengths and the branching factor. */
  expectedNodes = 0
  private readonly counts = new ReferenceCounts()

  constructor(first: Version, lines: readonly Line[], limit: number, branching: number) {
    this.maker = new TreeMaker(branching)
    this.versions = new Versions<SharingState>(this.keep(first, this.maker.build(lines, first.number)), limit)
    this.note(this.versions.present)
    this.first = this.made
  }

  get made(): Amount {
    return this.counts.made
  }

  get garbage(): Amount {
    return this.counts.garbage
  }

  get held(): Amount {
    return this.counts.held
  }

  change({ version, index, line }: Change): void {
    const { root } = this.versions.present
    const next = index < root.size ? this.maker.set(root, index, line) : this.maker.append(root, line)
    this.expectedNodes += heightOf(next.size, this.maker.branching)
    const gone = this.versions.change(this.keep(version, next))
    this.note(this.versions.present)
    const freed: TreeNode[] = []
    for (const state of gone) {
      const before = freed.length
      this.counts.release(state.root, freed)
      const text = `${nameOf(state.version)}: ${plural(freed.length - before, 'node')} nobody else had`
      const { journal } = this.versions
      journal.note(version.at, 'garbage', text, thingOf(state.version), freed.length - before)
    }
    this.freed = freed
  }

  /** What the present version has in common with the one before it in the past; null where there is none. */
  sharedWithBefore(): { readonly shared: Amount; readonly all: Amount } | null {
    const before = this.versions.past.at(-1)
    return before === undefined ? null : sharedBetween(before.root, this.versions.present.root)
  }

  private keep(version: Version, root: TreeNode): SharingState {
    const before = this.counts.made
    this.counts.keep(root)
    const { nodes, bytes } = this.counts.made
    const copyBytes = amountOf(linesOf(root)).bytes
    return { version, root, copyBytes, own: { nodes: nodes - before.nodes, bytes: bytes - before.bytes } }
  }

  private note({ version, own }: SharingState): void {
    const { journal } = this.versions
    const [name, thing] = [nameOf(version), thingOf(version)]
    journal.note(version.at, 'bytes', `${name}: ${sayBytes(own.bytes)} made`, thing, own.bytes)
    journal.note(version.at, 'nodes', `${name}: ${plural(own.nodes, 'node')} made`, thing, own.nodes)
  }
}

/** What two trees have in common, and how much the second is. */
export function sharedBetween(
  one: TreeNode,
  two: TreeNode,
): { readonly shared: Amount; readonly all: Amount } {
  const [first, second] = [reachableFrom([one]), [...reachableFrom([two])]]
  return { shared: amountOf(second.filter((part) => first.has(part))), all: amountOf(second) }
}
