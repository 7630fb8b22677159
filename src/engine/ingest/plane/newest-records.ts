import { outside } from '../../../shared/assert.ts'
import { PARTITIONS, TOPICS } from '../codes.ts'

const DEPTH = 3
const FIELDS = 5
const PLACES = TOPICS.length * PARTITIONS

/** One record as it is kept to be looked at. Times in ms. */
export interface NewestRecord {
  readonly partition: number
  readonly offset: number
  readonly receivedMs: number
  readonly happenedMs: number
  readonly user: number
  readonly type: number
  readonly title: number
}

export interface SavedNewest {
  readonly rows: Int32Array
  readonly ends: Float64Array
}

/** The newest three records of each partition; the offsets are counted here, beside the logs. */
export class NewestRecords {
  /** Records so far, topic by topic and partition by partition. */
  private readonly ends = new Float64Array(PLACES)
  private readonly rows = new Int32Array(PLACES * DEPTH * FIELDS)

  /** Records in partition `place`, counted over all topics: topic · 50 + partition. */
  endOf(place: number): number {
    return this.ends[place] ?? outside(place)
  }

  add(
    place: number,
    receivedMs: number,
    happenedMs: number,
    user: number,
    type: number,
    title: number,
  ): void {
    const { rows, ends } = this
    const end = ends[place] ?? outside(place)
    const at = (place * DEPTH + (end % DEPTH)) * FIELDS
    rows[at] = receivedMs
    rows[at + 1] = happenedMs
    rows[at + 2] = user
    rows[at + 3] = type
    rows[at + 4] = title
    ends[place] = end + 1
  }

  /** All of them, partition by partition, the newest first. */
  list(): NewestRecord[] {
    const { rows, ends } = this
    const records: NewestRecord[] = []
    for (let place = 0; place < PLACES; place++) {
      const end = ends[place] ?? outside(place)
      for (let offset = end - 1; offset >= Math.max(0, end - DEPTH); offset--) {
        const at = (place * DEPTH + (offset % DEPTH)) * FIELDS
        const word = (field: number): number => rows[at + field] ?? outside(at)
        records.push({
          partition: place,
          offset,
          receivedMs: word(0),
          happenedMs: word(1),
          user: word(2) >>> 0,
          type: word(3),
          title: word(4),
        })
      }
    }
    return records
  }

  save(): SavedNewest {
    return { rows: this.rows.slice(), ends: this.ends.slice() }
  }

  restore(saved: SavedNewest): void {
    this.rows.set(saved.rows)
    this.ends.set(saved.ends)
  }
}
