import { outside } from '../../../shared/assert.ts'
import { mix } from '../chance.ts'
import { TYPE, TYPE_IS_PLAYBACK } from '../codes.ts'
import type { Batch } from '../record.ts'
import { rankOf } from '../sketches/estimate.ts'
import { BASE_MASK, PRECISION_SHIFT, PROMOTED } from '../sketches/layout.ts'
import type { Pane } from './pane.ts'
import { Raises } from './raises.ts'
import type { Windows } from './windows.ts'

const IS_PLAYBACK = Uint8Array.from(TYPE_IS_PLAYBACK, Number)

/** What an event adds to its pane: presence, a view, a viewer. */
export class Counting {
  private readonly raises: Raises
  private readonly windows: Windows

  constructor(windows: Windows) {
    this.windows = windows
    this.raises = new Raises(windows)
  }

  /** Event `index` of the batch happened in this pane. Viewers count once `flush` is called. */
  add(pane: Pane, batch: Batch, index: number): void {
    const type = (batch.dims[index] ?? outside(index)) & 31
    if (IS_PLAYBACK[type] !== 1) return
    const { windows } = this
    const title = batch.title[index] ?? outside(index)
    const user = batch.user[index] ?? outside(index)
    if (type === TYPE.started) {
      pane.starts[title] = (pane.starts[title] ?? outside(title)) + 1
      windows.heavy.add(user)
    }
    if (windows.guard && type !== TYPE.heartbeat) return
    pane.present[title] = (pane.present[title] ?? outside(title)) + 1
    const hash = mix(user ^ windows.hashKey)
    const packed = windows.promotions.packed[title] ?? outside(title)
    this.raise(pane, title, packed, hash)
    if ((packed & PROMOTED) !== 0) this.countInSlot(pane, title, hash)
    if (windows.exact !== null) windows.exact.add(pane.number, title, user)
  }

  /** Everything added so far is in its registers. */
  flush(): void {
    this.raises.flush()
  }

  private raise(pane: Pane, title: number, packed: number, hash: number): void {
    const precision = packed >>> PRECISION_SHIFT
    const place = (packed & BASE_MASK) + (hash >>> (32 - precision))
    this.raises.add(pane, title, place, rankOf(hash, precision))
  }

  private countInSlot(pane: Pane, title: number, hash: number): void {
    const { promotions } = this.windows
    const slot = promotions.slot(title)
    if (pane.number < promotions.since(slot)) return
    pane.present[slot] = 1
    this.raise(pane, slot, promotions.packed[slot] ?? outside(slot), hash)
  }
}
