import { at, outside } from '../../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import type { SimTime } from '../../kernel/time.ts'
import { FATE, type Fate } from '../pressure/codes.ts'
import { LogHistogram, type SavedHistogram } from './log-histogram.ts'

/** No time: not yet. */
export const NEVER = 0xffffffff

const FATES = Object.keys(FATE).length
/** The keys whose figures are kept one by one: the most frequent ones. */
export const TOP_KEYS = 8

/** What a session has met with so far, as bits. */
const SEEN = 1
const BROKEN = 2

export interface SavedLedger {
  readonly columns: readonly SavedColumn[]
  readonly counts: Float64Array
  readonly estimate: Float64Array
  readonly sessions: Uint8Array
  readonly numbers: readonly [number, number, number]
  readonly histograms: readonly SavedHistogram[]
  readonly hash: SavedHash
}

const uint32 = (): PagedColumn => new PagedColumn((n) => new Uint32Array(n))

/** The books of one lane: each message's times and end, how many met which, and what the survivors say of the whole. */
export class Ledger {
  /** By message: codes of FATE; when its service began and when it ended, NEVER for not yet. */
  readonly fate = uint32()
  readonly begunAt = uint32()
  readonly endedAt = uint32()
  /** Messages in the order in which they ended. */
  readonly order = uint32()
  /** By code of FATE: how many there are now. */
  readonly counts = new Float64Array(FATES)
  /** In microseconds, of every message: offered to service, offered to served, and what clients measure. */
  readonly waits = new LogHistogram()
  readonly ages = new LogHistogram()
  readonly latencies = new LogHistogram()
  /** Truth, unweighted and weighted views of all keys together, then of each of the TOP_KEYS. */
  readonly estimate = new Float64Array(3 * (1 + TOP_KEYS))
  readonly hash = new TraceHash()
  private readonly sessions: Uint8Array
  /** Time in line of messages that were lost before their service began, summed. */
  lostTime = 0
  private seen = 0
  private broken = 0

  constructor(keys: number) {
    this.sessions = new Uint8Array(keys)
  }

  get offered(): number {
    return this.fate.length
  }

  /** Sessions with anything settled, and those of them that lost something. */
  get sessionCounts(): { readonly seen: number; readonly broken: number } {
    return { seen: this.seen, broken: this.broken }
  }

  /** A message is offered: it is held, it waits, or it has met its end. */
  open(fate: Fate, now: SimTime): void {
    const isOver = fate !== FATE.held && fate !== FATE.waiting
    if (isOver) this.order.push(this.fate.length)
    this.fate.push(fate)
    this.begunAt.push(NEVER)
    this.endedAt.push(isOver ? now : NEVER)
    this.count(fate, 1)
    if (isOver) this.hash.add(now * 16 + fate)
  }

  /** One that waited is in the queue now. */
  hold(message: number): void {
    this.fate.set(message, FATE.held)
    this.count(FATE.waiting, -1)
    this.count(FATE.held, 1)
  }

  /** One that was held, or waited (`before`), is at its end. */
  end(message: number, before: Fate, fate: Fate, now: SimTime): void {
    this.count(before, -1)
    this.count(fate, 1)
    this.fate.set(message, fate)
    this.endedAt.set(message, now)
    this.order.push(message)
    this.hash.add(now * 16 + fate)
  }

  /** A view of session `key` is settled: it survived (kept with a chance of `kept`), or it is lost. */
  settle(key: number, survived: boolean, kept: number): void {
    const { estimate, sessions } = this
    const bits = sessions[key] ?? outside(key)
    if (bits !== (SEEN | BROKEN)) this.mark(key, bits, survived)
    estimate[0] = (estimate[0] ?? 0) + 1
    if (survived) {
      estimate[1] = (estimate[1] ?? 0) + 1
      estimate[2] = (estimate[2] ?? 0) + 1 / kept
    }
    if (key >= TOP_KEYS) return
    const row = 3 * (1 + key)
    estimate[row] = (estimate[row] ?? 0) + 1
    if (!survived) return
    estimate[row + 1] = (estimate[row + 1] ?? 0) + 1
    estimate[row + 2] = (estimate[row + 2] ?? 0) + 1 / kept
  }

  countOf(fate: Fate): number {
    return at(this.counts, fate)
  }

  save(): SavedLedger {
    return {
      columns: this.columns().map((column) => column.save()),
      counts: this.counts.slice(),
      estimate: this.estimate.slice(),
      sessions: this.sessions.slice(),
      numbers: [this.seen, this.broken, this.lostTime],
      histograms: [this.waits.save(), this.ages.save(), this.latencies.save()],
      hash: this.hash.save(),
    }
  }

  restore(saved: SavedLedger): void {
    this.columns().forEach((column, i) => column.restore(at(saved.columns, i)))
    this.counts.set(saved.counts)
    this.estimate.set(saved.estimate)
    this.sessions.set(saved.sessions)
    ;[this.seen, this.broken, this.lostTime] = saved.numbers
    const histograms = [this.waits, this.ages, this.latencies]
    histograms.forEach((histogram, i) => histogram.restore(at(saved.histograms, i)))
    this.hash.restore(saved.hash)
  }

  private mark(key: number, bits: number, survived: boolean): void {
    const now = bits | SEEN | (survived ? 0 : BROKEN)
    if (now === bits) return
    if ((bits & SEEN) === 0) this.seen += 1
    if ((now & BROKEN) !== 0) this.broken += 1 // `bits` was not broken yet
    this.sessions[key] = now
  }

  private count(fate: number, by: number): void {
    this.counts[fate] = (this.counts[fate] ?? 0) + by
  }

  private columns(): PagedColumn[] {
    return [this.fate, this.begunAt, this.endedAt, this.order]
  }
}
