import { outside } from '../../../shared/assert.ts'
import { FIELDS, type Batch } from '../record.ts'
import type { Kernels } from '../wasm/kernels.ts'
import type { Store } from '../wasm/store.ts'
import type { Share } from '../shards/share.ts'
import { WORDS } from './viewers.ts'

/** Where in the block of words, and of numbers of eight bytes, everything stands that the kernel goes by. */
const KEYS = 0
const CHANCES = 4
const COLUMNS = 12
const END = 24
const SHARE = 25
const LAP_START = 26
const LEAST_MS = 27
const CAPACITY = 28
const SHARE_END = 29
const MS_PER_VIEWER = 16
const BOUNDS = 17
const TOLD = 48
const BLOCK_NUMBERS = 28

/** What draws are made with. */
export interface VisitKeys {
  readonly delay: number
  readonly fault: number
  readonly life: number
  readonly skew: number
}

/** A tick, as the kernel goes through it. */
export interface VisitTick {
  /** The first viewer of the next tick. */
  readonly end: number
  readonly share: Share
  readonly lapStart: number
  /** Nothing is received before this. */
  readonly leastMs: number
  readonly msPerViewer: number
  /** Bounds of uniform draws, as Population has them. */
  readonly bounds: {
    readonly malformed: number
    readonly replay: number
    readonly skew: number
    readonly leave: number
  }
}

/** What of a population's state it goes through: the next viewer, the first of the next tick, what the next one owes. */
interface VisitState {
  cursor: number
  /** Where the words of the viewer at the cursor begin. */
  at: number
  readonly end: number
  readonly owed: number
  readonly injected: { skewed: number }
}

/** Visits by kernel: those in which nothing much happens, one after another. */
export class FastVisits {
  private readonly words: Uint32Array
  private readonly numbers: Float64Array
  private readonly rows: Uint32Array
  private readonly store: Store
  private readonly kernels: Kernels

  /** `chances` are the bounds of what happens in a play, as Viewers has them. */
  constructor(
    rows: Uint32Array,
    keys: VisitKeys,
    chances: readonly number[],
    store: Store,
    kernels: Kernels,
  ) {
    this.rows = rows
    this.store = store
    this.kernels = kernels
    this.numbers = store.f64(BLOCK_NUMBERS)
    this.words = new Uint32Array(this.numbers.buffer, this.numbers.byteOffset, 2 * BLOCK_NUMBERS)
    this.words.set([keys.delay, keys.fault, keys.life, keys.skew], KEYS)
    this.words.set(chances, CHANCES)
  }

  /** Before a batch is filled in a tick: whether the kernel can. */
  open(batch: Batch, { end, share, lapStart, leastMs, msPerViewer, bounds }: VisitTick): boolean {
    const { store, rows, words, numbers } = this
    if (!store.holds(rows, words, batch.idHigh)) return false
    FIELDS.forEach((field, place) => {
      words[COLUMNS + place] = batch[field].byteOffset
    })
    words[END] = end
    words[SHARE] = share.of
    words.set([share.from, share.to], SHARE_END)
    words[LAP_START] = lapStart
    words[LEAST_MS] = leastMs
    words[CAPACITY] = batch.capacity
    numbers[MS_PER_VIEWER] = msPerViewer
    numbers.set([bounds.malformed, bounds.replay, bounds.skew, bounds.leave], BOUNDS)
    return true
  }

  /**
   * Fills the batch that was opened with the events of the viewers from the cursor on. `visit` is called for each that needs
   * more than the kernel knows, and `spoil` for each event that is to be broken or sent again, with its draw.
   */
  fill(
    batch: Batch,
    state: VisitState,
    visit: () => void,
    spoil: (index: number, fault: number) => void,
  ): void {
    const { words } = this
    while (batch.length < batch.capacity && state.cursor < state.end) {
      if (state.owed > 0) {
        visit()
        continue
      }
      const row = this.rows.byteOffset + 4 * state.at
      this.kernels.visit(words.byteOffset, row, state.cursor, batch.length)
      const visits = words[TOLD] ?? outside(TOLD)
      state.cursor = words[TOLD + 5] ?? outside(TOLD)
      state.at += visits * WORDS
      batch.length += words[TOLD + 1] ?? outside(TOLD)
      state.injected.skewed += words[TOLD + 2] ?? outside(TOLD)
      if (words[TOLD + 3] === 1) spoil(batch.length - 1, words[TOLD + 4] ?? outside(TOLD))
      else if (batch.length < batch.capacity && state.cursor < state.end) visit()
    }
  }
}
