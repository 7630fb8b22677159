import { roomInHeap, ticksASecond } from './capacity.ts'
import { INCIDENT } from './codes.ts'
import type { DeathsSettings } from './settings.ts'
import { taken, type Books, type Step, type Store } from './store.ts'

export interface SavedList {
  readonly position: number
  readonly end: number
  readonly missed: number
  readonly diedAt: number | null
  readonly wanted: boolean
  readonly deaths: number
}

/**
 * A list in the consumer's own process that grows without bound, until the memory is full: then the process dies
 * with all it holds. While it is down nobody takes what arrives.
 */
export class ListStore implements Store<SavedList> {
  position = 0
  end = 0
  missed = 0
  deaths = 0
  /** The tick at whose end it died; null while it lives. */
  diedAt: number | null = null
  /** Somebody has asked for it to be started again now. */
  private wanted = false

  bytes({ bytes, overhead }: DeathsSettings): number {
    return (this.end - this.position) * (bytes + overhead)
  }

  /** The tick after which it is started again; null while it lives, and where nobody starts it. */
  upAfter(settings: DeathsSettings): number | null {
    const { afterDeath, restartAfter } = settings
    if (this.diedAt === null) return null
    if (this.wanted) return this.diedAt
    return afterDeath === 'restart' ? this.diedAt + restartAfter * ticksASecond(settings) : null
  }

  startAgain(): void {
    this.wanted = true
  }

  tick({ tick, arrived, capacity, settings }: Step, books: Books): void {
    const upAfter = this.upAfter(settings)
    if (upAfter !== null && tick > upAfter) {
      this.diedAt = null
      this.wanted = false
      books.happened(INCIDENT.restart, 0)
    }
    this.end += arrived
    books.produced(arrived)
    if (this.diedAt !== null) {
      this.position = this.end
      this.missed += capacity
      books.lost('refused', arrived)
      return
    }
    const read = taken(this.end - this.position, capacity)
    this.position += read
    books.consumed(read)
    const held = this.end - this.position
    if (held > roomInHeap(settings)) this.die(tick, held, books)
  }

  save(): SavedList {
    const { position, end, missed, diedAt, wanted, deaths } = this
    return { position, end, missed, diedAt, wanted, deaths }
  }

  restore(saved: SavedList): void {
    this.position = saved.position
    this.end = saved.end
    this.missed = saved.missed
    this.diedAt = saved.diedAt
    this.wanted = saved.wanted
    this.deaths = saved.deaths
  }

  private die(tick: number, held: number, books: Books): void {
    this.position = this.end
    this.diedAt = tick
    this.deaths += 1
    books.lost('crashed', held)
    books.happened(INCIDENT.crash, held)
  }
}
