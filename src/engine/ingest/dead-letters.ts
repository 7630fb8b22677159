import { outside } from '../../shared/assert.ts'
import { createBatch, readRow, RECORD_WORDS, writeRow, type Batch } from './record.ts'

/** How many are kept to be looked at, the newest. All of them are counted. */
const KEPT = 1_024

/** An event that broke a rule, as it came. */
export interface DeadLetter {
  /** Its offset among all dead letters. */
  readonly offset: number
  /** An index in RULES, where its path and words stand too. */
  readonly rule: number
  /** A batch of this one event. */
  readonly event: Batch
}

/** The events that were refused, with the rule each broke: to be looked at, mended and sent again. */
export class DeadLetters {
  count = 0
  private readonly rows = new Uint32Array(KEPT * RECORD_WORDS)
  private readonly rules = new Uint8Array(KEPT)

  add(batch: Batch, index: number, rule: number): void {
    const place = this.count % KEPT
    writeRow(batch, index, this.rows, place * RECORD_WORDS)
    this.rules[place] = rule
    this.count += 1
  }

  /** Those that are kept, oldest first. */
  list(): DeadLetter[] {
    const kept = Math.min(KEPT, this.count)
    return Array.from({ length: kept }, (_, i) => {
      const offset = this.count - kept + i
      const place = offset % KEPT
      const event = createBatch(1)
      readRow(this.rows, place * RECORD_WORDS, event, 0)
      event.length = 1
      return { offset, rule: this.rules[place] ?? outside(place), event }
    })
  }

  save(): { count: number; rows: Uint32Array; rules: Uint8Array } {
    return { count: this.count, rows: this.rows.slice(), rules: this.rules.slice() }
  }

  restore(saved: ReturnType<DeadLetters['save']>): void {
    this.count = saved.count
    this.rows.set(saved.rows)
    this.rules.set(saved.rules)
  }
}
