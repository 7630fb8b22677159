import { at } from '../../../shared/assert.ts'

/** One that was counted. Its true count lies between `count - error` and `count`. */
export interface Heavy {
  readonly key: number
  readonly count: number
  readonly error: number
}

/**
 * Space-Saving (Metwally, Agrawal, El Abbadi, 2005): the heaviest of any number of keys with `size` counters. A new key takes the
 * place of the least one and inherits its count, as error. Every key with more than total / size is among them, and no
 * count is too low.
 */
export class SpaceSaving {
  total = 0
  private readonly size: number
  /** A heap with the least count at its root. */
  private readonly heap: { key: number; count: number; error: number }[] = []
  private readonly placeOf = new Map<number, number>()

  constructor(size: number) {
    this.size = size
  }

  add(key: number): void {
    this.total += 1
    const place = this.placeOf.get(key)
    if (place !== undefined) {
      const cell = at(this.heap, place)
      cell.count += 1
      this.sink(place)
      return
    }
    if (this.heap.length < this.size) {
      this.heap.push({ key, count: 1, error: 0 })
      this.placeOf.set(key, this.heap.length - 1)
      this.rise(this.heap.length - 1)
      return
    }
    const least = at(this.heap, 0)
    this.placeOf.delete(least.key)
    this.placeOf.set(key, 0)
    least.key = key
    least.error = least.count
    least.count += 1
    this.sink(0)
  }

  /** No count is too high by more than this. */
  get errorBound(): number {
    return Math.floor(this.total / this.size)
  }

  /** The `count` heaviest, heaviest first. */
  heaviest(count: number): Heavy[] {
    return this.heap
      .map((cell) => ({ ...cell }))
      .sort((a, b) => b.count - a.count || a.key - b.key)
      .slice(0, count)
  }

  save(): { total: number; cells: Heavy[] } {
    return { total: this.total, cells: this.heap.map((cell) => ({ ...cell })) }
  }

  restore(saved: ReturnType<SpaceSaving['save']>): void {
    this.total = saved.total
    this.heap.length = 0
    this.placeOf.clear()
    for (const cell of saved.cells) {
      this.placeOf.set(cell.key, this.heap.length)
      this.heap.push({ ...cell })
    }
  }

  private isBelow(a: number, b: number): boolean {
    const first = at(this.heap, a)
    const second = at(this.heap, b)
    // The key breaks ties, so that the same keys stay wherever it is run.
    return first.count < second.count || (first.count === second.count && first.key < second.key)
  }

  private swap(a: number, b: number): void {
    const first = at(this.heap, a)
    const second = at(this.heap, b)
    this.heap[a] = second
    this.heap[b] = first
    this.placeOf.set(second.key, a)
    this.placeOf.set(first.key, b)
  }

  private rise(place: number): void {
    for (let child = place; child > 0;) {
      const parent = (child - 1) >> 1
      if (!this.isBelow(child, parent)) return
      this.swap(child, parent)
      child = parent
    }
  }

  private sink(place: number): void {
    const { length } = this.heap
    for (let parent = place; ;) {
      const left = 2 * parent + 1
      if (left >= length) return
      const least = left + 1 < length && this.isBelow(left + 1, left) ? left + 1 : left
      if (!this.isBelow(least, parent)) return
      this.swap(least, parent)
      parent = least
    }
  }
}
