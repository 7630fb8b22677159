import { HIT, TAKEN_IN, type Cache, type Entry, type Served } from './cache.ts'

/** An entry of the list, between the one used after it and the one used before it. */
interface Node {
  readonly key: number
  newer: Node | null
  older: Node | null
}

/** LRU as it is drawn: a map finds an entry, a doubly linked list keeps the order of use. All O(1). */
export class ExactLru implements Cache {
  readonly looked: readonly number[] = []
  private readonly capacity: number
  private readonly nodes = new Map<number, Node>()
  private newest: Node | null = null
  private oldest: Node | null = null

  constructor(capacity: number) {
    this.capacity = capacity
  }

  ask(key: number): Served {
    const found = this.nodes.get(key)
    if (found !== undefined) {
      this.unlink(found)
      this.putInFront(found)
      return HIT
    }
    const evicted = this.nodes.size < this.capacity ? -1 : this.evict()
    const node: Node = { key, newer: null, older: null }
    this.nodes.set(key, node)
    this.putInFront(node)
    return evicted < 0 ? TAKEN_IN : { hit: false, evicted, kept: true }
  }

  /** Last used first; the note is the place in that order. */
  entries(): Entry[] {
    const list: Entry[] = []
    for (let node = this.newest; node !== null; node = node.older)
      list.push({ key: node.key, note: list.length + 1 })
    return list
  }

  private evict(): number {
    const last = this.oldest
    if (last === null) return -1
    this.unlink(last)
    this.nodes.delete(last.key)
    return last.key
  }

  private putInFront(node: Node): void {
    node.older = this.newest
    if (this.newest !== null) this.newest.newer = node
    this.newest = node
    this.oldest ??= node
  }

  private unlink(node: Node): void {
    const { newer, older } = node
    if (newer === null) this.newest = older
    else newer.older = older
    if (older === null) this.oldest = newer
    else older.newer = newer
    node.newer = null
    node.older = null
  }
}
