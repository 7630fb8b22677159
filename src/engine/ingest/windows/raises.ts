import { outside } from '../../../shared/assert.ts'
import type { Pane } from './pane.ts'
import type { Windows } from './windows.ts'

/** Registers asked for together, so that their way from memory overlaps. */
const GROUP = 64

/** Registers to be raised in one pane, gathered: first all are touched, then compared, then those that rise go to the windows. */
export class Raises {
  private pane: Pane | null = null
  private length = 0
  private readonly titles = new Uint32Array(GROUP)
  private readonly places = new Uint32Array(GROUP)
  private readonly ranks = new Uint8Array(GROUP)
  private readonly windows: Windows
  /** What touching came to: used by nobody, and keeps the reads from being left out. */
  private touched = 0

  constructor(windows: Windows) {
    this.windows = windows
  }

  add(pane: Pane, title: number, place: number, rank: number): void {
    if (pane !== this.pane || this.length === GROUP) {
      this.flush()
      this.pane = pane
    }
    const { length } = this
    this.titles[length] = title
    this.places[length] = place
    this.ranks[length] = rank
    this.length = length + 1
  }

  /** Everything added so far is in its registers. To be called before anybody reads them. */
  flush(): void {
    const { pane, titles, places, ranks, windows, length } = this
    this.length = 0
    if (pane === null || length === 0) return
    const { registers, number } = pane
    const { live } = windows
    const { words } = live
    const log = number < windows.firstUnfired ? windows.raiseLog : null
    let sum = 0
    for (let i = 0; i < length; i++) sum ^= registers[places[i] ?? outside(i)] ?? outside(i)
    let risen = 0
    for (let i = 0; i < length; i++) {
      const place = places[i] ?? outside(i)
      const rank = ranks[i] ?? outside(i)
      if (rank <= (registers[place] ?? outside(place))) continue
      registers[place] = rank
      log?.add(number, titles[i] ?? outside(i), place, rank)
      if (!live.hasBegun) continue
      sum ^= words[place] ?? outside(place)
      places[risen] = place
      ranks[risen] = rank
      titles[risen] = titles[i] ?? outside(i)
      risen += 1
    }
    this.touched ^= sum
    for (let i = 0; i < risen; i++)
      live.raise(number, titles[i] ?? outside(i), places[i] ?? outside(i), ranks[i] ?? outside(i))
  }
}
