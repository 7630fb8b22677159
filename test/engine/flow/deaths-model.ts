import type { LaneId, Loss } from '../../../src/engine/flow/deaths/codes.ts'
import type { DeathsSettings } from '../../../src/engine/flow/deaths/settings.ts'

/** A message is the number of the tick it came in. */
type Message = number

interface Told {
  readonly held: number
  readonly consumed: number
  readonly lost: Record<Loss, number>
  readonly oldestTick: number
}

const none = (): Record<Loss, number> => ({ crashed: 0, refused: 0, overwritten: 0, deleted: 0, skipped: 0 })

/** The three stores as one writes them down first: arrays with an object a message, segments as arrays of arrays. */
export class NaiveStores {
  deaths = 0
  private readonly settings: DeathsSettings
  private readonly consumed = { list: 0, ring: 0, log: 0 }
  private readonly lost = { list: none(), ring: none(), log: none() }
  private list: Message[] = []
  private ring: Message[] = []
  private segments: Message[][] = [[]]
  /** How many messages were in segments that are gone. */
  private gone = 0
  /** The log offset that is read next. */
  private offset = 0
  private downFor: number | null = null
  private offered = 0

  constructor(settings: DeathsSettings) {
    this.settings = settings
  }

  get logStart(): number {
    return this.gone
  }

  tick(tick: number, arrived: number): void {
    const { consume, recoverAt, recoverRate } = this.settings
    const rate = recoverAt > 0 && tick > 10 * recoverAt ? recoverRate : consume
    this.offered += rate
    const capacity = Math.floor(this.offered / 10)
    this.offered %= 10
    const messages = Array.from<Message>({ length: arrived }).fill(tick)
    this.tickList(messages, capacity)
    this.tickRing(messages, capacity)
    this.tickLog(tick, messages, capacity)
  }

  tell(lane: LaneId): Told {
    const unread =
      lane === 'list'
        ? this.list
        : lane === 'ring'
          ? this.ring
          : this.segments.flat().slice(Math.max(0, this.offset - this.gone))
    return {
      held: unread.length,
      consumed: this.consumed[lane],
      lost: this.lost[lane],
      oldestTick: unread[0] ?? Number.NaN,
    }
  }

  private tickList(messages: readonly Message[], capacity: number): void {
    const { afterDeath, restartAfter, heap, bytes, overhead } = this.settings
    if (this.downFor !== null && afterDeath === 'restart' && this.downFor >= 10 * restartAfter)
      this.downFor = null
    if (this.downFor !== null) {
      this.downFor += 1
      this.lost.list.refused += messages.length
      return
    }
    this.list.push(...messages)
    this.consumed.list += this.list.splice(0, capacity).length
    if (this.list.length * (bytes + overhead) <= heap * 1_048_576) return
    this.lost.list.crashed += this.list.length
    this.list = []
    this.downFor = 0
    this.deaths += 1
  }

  private tickRing(messages: readonly Message[], capacity: number): void {
    this.ring.push(...messages)
    this.consumed.ring += this.ring.splice(0, capacity).length
    while (this.ring.length > this.settings.slots) {
      this.ring.shift()
      this.lost.ring.overwritten += 1
    }
  }

  private tickLog(tick: number, messages: readonly Message[], capacity: number): void {
    const { segment, bytes, check, reset } = this.settings
    if (this.offset < this.gone && capacity > 0) {
      const end = this.gone + this.segments.flat().length
      if (reset === 'latest') this.lost.log.skipped += end - this.gone
      this.offset = reset === 'latest' ? end : this.gone
    }
    for (const message of messages) {
      const last = this.segments.at(-1)
      if (last !== undefined && (last.length + 1) * bytes <= Math.max(bytes, segment * 1_048_576))
        last.push(message)
      else this.segments.push([message])
    }
    const unread = Math.max(0, this.gone + this.segments.flat().length - Math.max(this.offset, this.gone))
    const read = Math.min(capacity, unread)
    this.offset += read
    this.consumed.log += read
    if (tick % (10 * check) === 0) this.retain(tick)
  }

  /** Segment by segment from the oldest, as a broker does it. */
  private retain(tick: number): void {
    const { keep, keepHours, bytes } = this.settings
    const oldest = Math.round(keepHours * 36_000)
    for (;;) {
      const [first = []] = this.segments
      const size = this.segments.flat().length * bytes
      const isActive = this.segments.length === 1
      const newest = first.at(-1) ?? Number.NaN
      const tooOld = keepHours > 0 && tick - newest > oldest
      const tooMany = keep > 0 && !isActive && size - first.length * bytes >= keep * 2 ** 30
      if (first.length === 0 || !(tooOld || tooMany)) return
      const start = this.gone
      this.gone += first.length
      const unread = this.gone - Math.max(start, this.offset)
      if (unread > 0) {
        this.lost.log.deleted += unread
        this.deaths += 1
      }
      this.segments.shift()
      if (this.segments.length === 0) this.segments.push([])
    }
  }
}
