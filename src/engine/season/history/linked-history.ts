import type { Page, SessionHistory, Thrown } from './pages.ts'

interface Node {
  page: Page
  prev: Node | null
  next: Node | null
}

/** The whiteboard's: each page knows the one before it and the one after it. Nothing limits how many there are. */
export class LinkedHistory implements SessionHistory {
  readonly cost = { followed: 0, jumps: 0, written: 0, shifted: 0 }
  private current: Node

  constructor(home: Page) {
    this.current = { page: home, prev: null, next: null }
  }

  /** Walked to, not kept: what the picture needs, the structure does without. It costs the run nothing. */
  get position(): number {
    let steps = 0
    for (let node = this.current.prev; node !== null; node = node.prev) steps += 1
    return steps
  }

  entries(): Page[] {
    let first = this.current
    while (first.prev !== null) first = first.prev
    return [first.page, ...pagesAfter(first)]
  }

  visit(page: Page): Thrown {
    const pruned = pagesAfter(this.current)
    const node: Node = { page, prev: this.current, next: null }
    this.current.next = node
    this.cost.written += 2
    this.current = node
    return { pruned, dropped: [] }
  }

  replace(page: Page): Page {
    const old = this.current.page
    this.current.page = page
    return old
  }

  back(steps: number): number {
    return this.walk(steps, 'prev', true)
  }

  forward(steps: number): number {
    return this.walk(steps, 'next', true)
  }

  go(delta: number): boolean {
    const steps = Math.abs(delta)
    return this.walk(steps, delta < 0 ? 'prev' : 'next', false) === steps
  }

  /** Every link in the chain that does not lead back to where it came from, and every link there is. For the checks. */
  links(): { readonly all: number; readonly broken: number } {
    let first = this.current
    while (first.prev !== null) first = first.prev
    let [all, broken] = [0, 0]
    for (let node: Node | null = first; node !== null; node = node.next) {
      all += (node.prev === null ? 0 : 1) + (node.next === null ? 0 : 1)
      if (node.next !== null && node.next.prev !== node) broken += 1
    }
    return { all, broken }
  }

  /** Follows links one by one. Where the chain ends too early it stays there, or comes back at no cost. */
  private walk(steps: number, way: 'prev' | 'next', stays: boolean): number {
    let node = this.current
    let taken = 0
    for (let next = node[way]; taken < steps && next !== null; next = node[way]) {
      node = next
      taken += 1
    }
    this.cost.followed += taken
    if (stays || taken === steps) this.current = node
    return taken
  }
}

function pagesAfter(start: Node): Page[] {
  const pages: Page[] = []
  for (let node = start.next; node !== null; node = node.next) pages.push(node.page)
  return pages
}
