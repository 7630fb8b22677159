import { at } from '../../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Change } from './change.ts'
import { DELIVERY, type Delivery } from './codes.ts'
import { LANES, type LaneId, type Places } from './placement.ts'
import type { SentRecord, Source } from './source.ts'

export interface Counts {
  read: number
  outOfOrder: number
  /** Keys whose records lie in more than one partition. */
  splitKeys: number
  /** Records that moved with their keys, in all. */
  movedRecords: number
}

interface SavedPartition {
  readonly queue: SavedColumn
  readonly taken: number
  readonly records: number
  readonly keyless: number
  readonly budget: number
}

export interface SavedLane {
  readonly counts: Counts
  readonly partitions: readonly SavedPartition[]
  readonly columns: readonly SavedColumn[]
  readonly places: readonly Places[]
  readonly changes: readonly Change[]
  readonly firstLate: SimTime
}

/** A partition, or a node: what lies there, and what its reader has yet to take. */
class LanePartition {
  /** Records in the order in which they are taken. */
  queue = int32()
  taken = 0
  /** Records that lie here, read or not. */
  records = 0
  keyless = 0
  /** How many records its reader may take, with the fraction it is owed. */
  budget = 0

  get unread(): number {
    return this.queue.length - this.taken
  }
}

/** One way to choose partitions, and what came of it. Every record sent lies in exactly one of them. */
export class Lane {
  readonly id: LaneId
  readonly counts: Counts = { read: 0, outOfOrder: 0, splitKeys: 0, movedRecords: 0 }
  /** By record: where it was sent, what became of it, and when it was delivered (NaN: not yet). */
  readonly sentTo = int32()
  readonly delivery = uint8()
  readonly deliveredAt = float64()
  /** In a log, by key: since when its records lie in more than one partition; NaN while they do not. */
  readonly splitAt = float64()
  private readonly source: Source
  /** In a log, by key: where the first of its records lies; -1 before there is one. */
  private readonly home = int32()
  /** By key: the latest of its records that was delivered; -1 before. */
  private readonly latest = int32()
  private list: LanePartition[]
  private byProducer: readonly Places[]
  private keyCounts: Int32Array
  private made: readonly Change[] = []
  private firstLate: SimTime = Number.NaN

  constructor(id: LaneId, source: Source, partitions: number, places: readonly Places[]) {
    this.id = id
    this.source = source
    this.byProducer = places
    this.keyCounts = countKeys(places, partitions)
    this.list = Array.from({ length: partitions }, () => new LanePartition())
    const keys = at(places, 0).length
    for (let key = 0; key < keys; key++) this.latest.push(-1)
    // In a store all records of a key lie where the key belongs.
    if (LANES[id].movesData) return
    for (let key = 0; key < keys; key++) {
      this.home.push(-1)
      this.splitAt.push(Number.NaN)
    }
  }

  /** By producer: where each key goes. */
  get places(): readonly Places[] {
    return this.byProducer
  }

  /** By partition: records that lie there, records not read, records without a key. */
  get partitions(): readonly {
    readonly records: number
    readonly unread: number
    readonly keyless: number
  }[] {
    return this.list
  }

  /** By partition: how many keys the first producer sends there. */
  get keysPerPartition(): Int32Array {
    return this.keyCounts
  }

  /** Oldest first. */
  get changes(): readonly Change[] {
    return this.made
  }

  /** When a record was first delivered after a later one of its key; NaN before. */
  get firstOutOfOrderAt(): SimTime {
    return this.firstLate
  }

  /** Takes a record in. `keylessTo` is where it goes when it has no key. */
  send({ number, key, producer }: SentRecord, keylessTo: number, now: SimTime): void {
    const to = key < 0 ? keylessTo : at(at(this.byProducer, producer), key)
    const partition = at(this.list, to)
    partition.queue.push(number)
    partition.records += 1
    if (key < 0) partition.keyless += 1
    else if (!LANES[this.id].movesData) this.settle(key, to, now)
    this.sentTo.push(to)
    this.delivery.push(DELIVERY.unread)
    this.deliveredAt.push(Number.NaN)
  }

  /** The readers come: each takes what its speed allows, `owed` records since the last time. */
  poll(owed: (partition: number) => number, now: SimTime): void {
    this.list.forEach((partition, p) => {
      partition.budget += owed(p)
      while (partition.budget >= 1 && partition.unread > 0) {
        partition.budget -= 1
        this.deliver(partition.queue.get(partition.taken++), now)
      }
      // A reader that has caught up saves nothing up.
      if (partition.unread === 0) partition.budget = Math.min(partition.budget, 1)
    })
  }

  /** From now on keys go elsewhere. In a store what lies there goes along; in a log it stays. */
  change(change: Change, places: readonly Places[]): void {
    while (this.list.length < change.after) this.list.push(new LanePartition())
    const records = LANES[this.id].movesData ? this.moveData(at(places, 0)) : 0
    this.byProducer = places
    this.keyCounts = countKeys(places, change.after)
    this.made = [...this.made, { ...change, records }]
  }

  /** Whether a record was delivered, and in order. */
  deliveryOf(record: number): Delivery {
    return this.delivery.get(record) as Delivery // only codes of DELIVERY are ever written
  }

  save(): SavedLane {
    return {
      counts: { ...this.counts },
      partitions: this.list.map(({ queue, taken, records, keyless, budget }) => ({
        queue: queue.save(),
        taken,
        records,
        keyless,
        budget,
      })),
      columns: saveColumns(this.columns()),
      places: this.byProducer,
      changes: this.made,
      firstLate: this.firstLate,
    }
  }

  restore(saved: SavedLane): void {
    Object.assign(this.counts, saved.counts)
    this.list = saved.partitions.map(({ queue, ...rest }) => {
      const partition = Object.assign(new LanePartition(), rest)
      partition.queue.restore(queue)
      return partition
    })
    restoreColumns(this.columns(), saved.columns)
    this.byProducer = saved.places
    this.keyCounts = countKeys(saved.places, saved.partitions.length)
    this.made = saved.changes
    this.firstLate = saved.firstLate
  }

  /** A key's record comes to lie in a partition of a log. */
  private settle(key: number, to: number, now: SimTime): void {
    const home = this.home.get(key)
    if (home < 0) this.home.set(key, to)
    else if (home !== to && Number.isNaN(this.splitAt.get(key))) {
      this.splitAt.set(key, now)
      this.counts.splitKeys += 1
    }
  }

  private deliver(record: number, now: SimTime): void {
    const key = this.source.key.get(record)
    const isLate = key >= 0 && record < this.latest.get(key)
    if (key >= 0 && !isLate) this.latest.set(key, record)
    this.counts.read += 1
    if (isLate && this.counts.outOfOrder === 0) this.firstLate = now
    if (isLate) this.counts.outOfOrder += 1
    this.delivery.set(record, isLate ? DELIVERY.outOfOrder : DELIVERY.inOrder)
    this.deliveredAt.set(record, now)
  }

  /** Every record of a moved key goes to the key's new place, what is unread in its old order. */
  private moveData(places: Places): number {
    const was = at(this.byProducer, 0)
    let moved = 0
    for (let key = 0; key < places.length; key++) {
      const from = at(was, key)
      const to = at(places, key)
      if (from === to) continue
      const count = this.source.perKey.get(key)
      at(this.list, from).records -= count
      at(this.list, to).records += count
      moved += count
    }
    const unread = this.list.flatMap((partition, p) => this.takeOut(partition, p, places))
    for (const record of unread.sort((a, b) => a - b))
      at(this.list, at(places, this.source.key.get(record))).queue.push(record)
    this.counts.movedRecords += moved
    return moved
  }

  /** Takes the unread records whose key has another place out of a queue. */
  private takeOut(partition: LanePartition, number: number, places: Places): number[] {
    const going: number[] = []
    const staying = int32()
    for (let i = partition.taken; i < partition.queue.length; i++) {
      const record = partition.queue.get(i)
      const key = this.source.key.get(record)
      if (key < 0 || places[key] === number) staying.push(record)
      else going.push(record)
    }
    if (going.length > 0) {
      partition.queue = staying
      partition.taken = 0
    }
    return going
  }

  private columns(): PagedColumn[] {
    const { sentTo, delivery, deliveredAt, splitAt, home, latest } = this
    return [sentTo, delivery, deliveredAt, splitAt, home, latest]
  }
}

function countKeys([first]: readonly Places[], partitions: number): Int32Array {
  const counts = new Int32Array(partitions)
  const places = first ?? new Int16Array(0)
  for (let key = 0; key < places.length; key++) {
    const place = places[key] ?? 0
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}
