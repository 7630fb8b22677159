import { outside } from '../../../shared/assert.ts'
import { REGIONS } from '../codes.ts'
import type { Batch } from '../record.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Store } from '../wasm/store.ts'
import { NEVER } from '../watermark.ts'
import type { LiveWindows } from './live-windows.ts'
import { PaneTable } from './pane-table.ts'
import type { Pane } from './pane.ts'
import type { Promotions } from './promotions.ts'
import type { RaiseLog } from './raise-log.ts'
import type { Sightings } from './sightings.ts'

const BUCKETS = 6
const GROUP_WORDS = 2 * 64 * 3 + 1
/** In `later`: the whole event is left over, not only the count of its account. */
const WHOLE = 0x8000_0000

/** What of the windows an event is counted by. */
export interface Counted {
  readonly closedBefore: number
  readonly passed: number
  readonly hashKey: number
  readonly guard: boolean
  readonly panes: readonly Pane[]
  /** Takes what rises in panes before `passed`. */
  readonly log: RaiseLog | null
}

/** What came of a batch. Lateness by bucket, newest times by source. */
export interface Taken {
  readonly tooLate: number
  readonly onTime: number
  readonly late: number
}

/** Windows.take by kernel: all but opening panes and accounts that start plays, which are left over. */
export class TakeEvents {
  readonly lateness: Uint32Array
  readonly gathered: Int32Array
  private readonly table: PaneTable
  private readonly later: Uint32Array
  private readonly scratch: Uint32Array
  private readonly told: Uint32Array
  private readonly store: Store
  private readonly layout: Layout
  private readonly live: LiveWindows
  private readonly promotions: Promotions
  private readonly sightings: Sightings

  constructor(
    layout: Layout,
    live: LiveWindows,
    promotions: Promotions,
    sightings: Sightings,
    batchSize: number,
    store: Store,
  ) {
    this.layout = layout
    this.sightings = sightings
    this.live = live
    this.promotions = promotions
    this.store = store
    this.table = new PaneTable(store)
    this.lateness = store.u32(BUCKETS)
    this.gathered = store.i32(REGIONS.length)
    this.later = store.u32(batchSize)
    this.scratch = store.u32(GROUP_WORDS)
    this.told = store.u32(2)
  }

  /** Whether the kernel can take this batch. */
  fits(batch: Batch, selection: Uint32Array, times: Int32Array): boolean {
    const { store, live, promotions, sightings, later, scratch, told, lateness, gathered, table } = this
    const { packed, slotOf, from } = promotions
    return (
      store.kernels !== null &&
      store.holds(batch.idHigh, selection, times, table.words, sightings.words) &&
      store.holds(live.words, live.sums, packed, slotOf, from, later, scratch, told, lateness, gathered)
    )
  }

  /**
   * Takes the events as Windows.take does, except that `lateness` and `gathered` are for the caller to add, and that `startPlay`
   * is told of accounts, and `takeWhole` of events left over, in their order.
   */
  run(
    batch: Batch,
    selection: Uint32Array,
    count: number,
    times: Int32Array,
    { closedBefore, passed, hashKey, guard, panes, log }: Counted,
    startPlay: (index: number) => void,
    takeWhole: (index: number) => void,
  ): Taken {
    const { store, live, promotions, sightings, later, told, lateness, gathered, table } = this
    lateness.fill(0)
    gathered.fill(NEVER)
    table.fill(panes)
    store.kernels?.takeEvents(
      count,
      selection.byteOffset,
      times.byteOffset,
      batch.dims.byteOffset,
      batch.receivedTime.byteOffset,
      batch.user.byteOffset,
      batch.title.byteOffset,
      batch.idHigh.byteOffset,
      sightings.words.byteOffset,
      sightings.producers,
      table.words.byteOffset,
      panes.length,
      closedBefore,
      passed,
      hashKey,
      Number(guard),
      gathered.byteOffset,
      lateness.byteOffset,
      promotions.packed.byteOffset,
      promotions.slotOf.byteOffset,
      this.layout.slots,
      promotions.from.byteOffset,
      live.words.byteOffset,
      live.sums.byteOffset,
      live.short,
      live.hasBegun ? live.long : 0,
      later.byteOffset,
      this.scratch.byteOffset,
      log !== null && store.holds(log.words) ? log.words.byteOffset : 0,
      told.byteOffset,
    )
    const [tooLate = 0, left = 0] = told
    const counted = table.count(panes)
    for (let k = 0; k < left; k++) {
      const word = later[k] ?? outside(k)
      if (word >= WHOLE) takeWhole(word - WHOLE)
      else startPlay(word)
    }
    return { tooLate, ...counted }
  }
}
