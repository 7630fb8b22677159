import { at } from '../../../shared/assert.ts'
import type { Page, SessionHistory, Thrown } from './pages.ts'

/** Production's, in the manner of Chromium's NavigationController: a list of entries, and an index into it. */
export class IndexedHistory implements SessionHistory {
  readonly cost = { followed: 0, jumps: 0, written: 0, shifted: 0 }
  private readonly list: Page[]
  private readonly cap: number
  private index = 0

  /** `cap` is the most entries it keeps, at least 1. */
  constructor(home: Page, cap: number) {
    this.list = [home]
    this.cap = cap
  }

  get position(): number {
    return this.index
  }

  entries(): Page[] {
    return [...this.list]
  }

  visit(page: Page): Thrown {
    const pruned = this.list.splice(this.index + 1)
    const dropped = this.list.length < this.cap ? [] : this.list.splice(0, 1)
    if (dropped.length > 0) this.cost.shifted += this.list.length
    this.list.push(page)
    this.index = this.list.length - 1
    return { pruned, dropped }
  }

  replace(page: Page): Page {
    const old = at(this.list, this.index)
    this.list[this.index] = page
    return old
  }

  back(steps: number): number {
    return Math.abs(this.jump(Math.max(0, this.index - steps)))
  }

  forward(steps: number): number {
    return this.jump(Math.min(this.list.length - 1, this.index + steps))
  }

  go(delta: number): boolean {
    const target = this.index + delta
    if (target < 0 || target >= this.list.length) return false
    this.jump(target)
    return true
  }

  /** Sets the index, wherever it was; returns how far it moved. */
  private jump(target: number): number {
    const moved = target - this.index
    if (moved !== 0) this.cost.jumps += 1
    this.index = target
    return moved
  }
}
