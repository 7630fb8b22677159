import { outside } from '../../../shared/assert.ts'
import type { LiveWindows } from './live-windows.ts'
import type { Pane } from './pane.ts'

/** Registers asked for together, so that their way from memory overlaps. */
const GROUP = 64

/** Registers to be raised in one pane, gathered: first all are touched, then compared, then those that rise go to the windows. */
export class Raises {
  private pane: Pane | null = null
  private length = 0
  private readonly titles = new Uint32Array(GROUP)
  private readonly places = new Uint32Array(GROUP)
  private readonly ranks = new Uint8Array(GROUP)
  private readonly live: LiveWindows
  /** What touching came to: used by nobody, and keeps the reads from being left out. */
  private touched = 0

  constructor(live: LiveWindows) {
    this.live = live
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
    const { pane, titles, places, ranks, live, length } = this
    this.length = 0
    if (pane === null || length === 0) return
    const { registers, number } = pane
    const { words } = live
    let sum = 0
    for (let i = 0; i < length; i++) sum ^= registers[places[i] ?? outside(i)] ?? outside(i)
    let risen = 0
    for (let i = 0; i < length; i++) {
      const place = places[i] ?? outside(i)
      const rank = ranks[i] ?? outside(i)
      if (rank <= (registers[place] ?? outside(place))) continue
      registers[place] = rank
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
