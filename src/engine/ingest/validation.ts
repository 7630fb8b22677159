import { outside } from '../../shared/assert.ts'
import { EVENT_TYPES, REGIONS, RULE, TYPE_NEEDS_TITLE } from './codes.ts'
import { SHIFT, type Batch } from './record.ts'
import { brokenRule, MOST_AHEAD_MS, OLDEST_MS } from './validate.ts'
import type { Store } from './wasm/store.ts'

const RULE_SHIFT = 24
const INDEX_MASK = 0xff_ffff
/** The kernel counts in two tables in turn, each by region and type. */
const TABLE = 256
const NEEDS_TITLE = TYPE_NEEDS_TITLE.reduce((bits, needs, type) => bits | (Number(needs) << type), 0)

/** Sets event times straight and sorts out what breaks a rule. */
export class Validation {
  /** When each event of the last batch happened, in ms. */
  readonly times: Int32Array
  /** Accepted events by region, and by type: how many watch where, what buffers, what fails. */
  readonly byRegion = new Float64Array(REGIONS.length)
  readonly byType = new Float64Array(EVENT_TYPES.length)
  private readonly refused: Uint32Array
  private readonly tallies: Uint32Array
  private readonly isCorrected: boolean
  private readonly titles: number
  private readonly store: Store

  /** `isCorrected`: event times are put right by the sender's clock. */
  constructor(titles: number, isCorrected: boolean, batchSize: number, store: Store) {
    this.titles = titles
    this.isCorrected = isCorrected
    this.store = store
    this.times = store.i32(batchSize)
    this.refused = store.u32(batchSize)
    this.tallies = store.u32(2 * TABLE)
  }

  /** Puts the indices of the sound events into the selection and returns how many; `refuse` is told of the others, in order. */
  run(batch: Batch, selection: Uint32Array, refuse: (index: number, rule: number) => void): number {
    const { store, times, refused, tallies } = this
    const accepted = store.holds(times, refused, tallies, selection, batch.idHigh)
      ? this.runKernel(batch, selection)
      : this.runHere(batch, selection)
    const { length } = batch
    for (let k = 0; k < length - accepted; k++) {
      const word = refused[k] ?? outside(k)
      refuse(word & INDEX_MASK, word >>> RULE_SHIFT)
    }
    return accepted
  }

  private runHere(batch: Batch, selection: Uint32Array): number {
    const { times, titles, byRegion, byType, isCorrected, refused } = this
    const { length } = batch
    let accepted = 0
    for (let i = 0; i < length; i++) {
      const claimed = batch.eventTime[i] ?? outside(i)
      // What the device's clock is ahead of the server's when it sends is what its event times are ahead by (Y52).
      const time = isCorrected
        ? claimed + (batch.receivedTime[i] ?? outside(i)) - (batch.sentTime[i] ?? outside(i))
        : claimed
      times[i] = time
      const rule = brokenRule(batch, i, titles, time)
      if (rule === RULE.ok) {
        const dims = batch.dims[i] ?? outside(i)
        const region = (dims >>> SHIFT.region) & 7
        byRegion[region] = (byRegion[region] ?? outside(region)) + 1
        const type = dims & 31
        byType[type] = (byType[type] ?? outside(type)) + 1
        selection[accepted++] = i
      } else refused[i - accepted] = i | (rule << RULE_SHIFT)
    }
    return accepted
  }

  private runKernel(batch: Batch, selection: Uint32Array): number {
    const { kernels } = this.store
    if (kernels === null) return this.runHere(batch, selection)
    const accepted = kernels.validate(
      batch.length,
      this.titles,
      Number(this.isCorrected),
      NEEDS_TITLE,
      MOST_AHEAD_MS,
      OLDEST_MS,
      batch.idHigh.byteOffset,
      batch.idLow.byteOffset,
      batch.user.byteOffset,
      batch.device.byteOffset,
      batch.title.byteOffset,
      batch.eventTime.byteOffset,
      batch.sentTime.byteOffset,
      batch.receivedTime.byteOffset,
      batch.dims.byteOffset,
      batch.position.byteOffset,
      batch.duration.byteOffset,
      this.times.byteOffset,
      selection.byteOffset,
      this.refused.byteOffset,
      this.tallies.byteOffset,
    )
    this.tally()
    return accepted
  }

  /** Takes over what the kernel has counted. */
  private tally(): void {
    const { tallies, byRegion, byType } = this
    for (let cell = 0; cell < 2 * TABLE; cell++) {
      const count = tallies[cell] ?? outside(cell)
      if (count === 0) continue
      const region = (cell >>> 5) & 7
      const type = cell & 31
      byRegion[region] = (byRegion[region] ?? outside(region)) + count
      byType[type] = (byType[type] ?? outside(type)) + count
    }
    tallies.fill(0)
  }
}
