import { outside } from '../../../shared/assert.ts'
import { estimateOf, isTop, standardError, weightOf } from '../sketches/estimate.ts'
import type { Layout } from '../sketches/layout.ts'
import { PANES_A_DAY, PANES_AN_HOUR, type Windows } from './windows.ts'

export interface ViewerCount {
  readonly hour: number
  readonly day: number
}

/**
 * Unique viewers of a title in a window. For one that was promoted within it: those since then by the head's registers, and
 * those who came before only, by the title's own few: what these say of the whole window less what they say since.
 */
export class Viewers {
  private readonly windows: Windows
  private readonly layout: Layout

  constructor(windows: Windows, layout: Layout) {
    this.windows = windows
    this.layout = layout
  }

  /** In the hour and the day that end before pane `to`, put together from all panes. */
  upTo(title: number, to: number): ViewerCount {
    return { hour: this.within(title, to - PANES_AN_HOUR, to), day: this.within(title, to - PANES_A_DAY, to) }
  }

  /** In those that end with the minute the watermark is in, from the registers that are kept up to date. */
  live(title: number): ViewerCount {
    const { live, promotions } = this.windows
    const { to } = live
    if (!live.isSlid) return this.upTo(title, to)
    const hour = live.hourOf(title)
    const day = live.dayOf(title)
    const slot = promotions.slot(title)
    const since = slot < 0 ? to : promotions.since(slot)
    if (since >= to) return { hour, day }
    // A slot has counted since then and no longer: its windows hold no more than that.
    const later = this.count(title, since, to)
    const before = (own: number, from: number): number => (since <= from ? 0 : Math.max(0, own - later))
    return {
      hour: live.hourOf(slot) + before(hour, to - PANES_AN_HOUR),
      day: live.dayOf(slot) + before(day, to - PANES_A_DAY),
    }
  }

  /** In the minute of one pane: a player is heard every ten seconds, so this is who watches at once. */
  inMinute(title: number, pane: number): number {
    return this.within(title, pane, pane + 1)
  }

  /** The standard error of the hour that ends before pane `to`, as a share; for the greater part of its viewers. */
  error(title: number, to: number): number {
    const { promotions } = this.windows
    const slot = promotions.slot(title)
    const isFine = slot >= 0 && promotions.since(slot) <= to - PANES_AN_HOUR / 2
    return standardError(this.layout.precision[isFine ? slot : title] ?? outside(title))
  }

  private within(title: number, from: number, to: number): number {
    const { promotions } = this.windows
    const slot = promotions.slot(title)
    const since = slot < 0 ? to : promotions.since(slot)
    if (since >= to) return this.count(title, from, to)
    if (since <= from) return this.count(slot, from, to)
    const before = this.count(title, from, to) - this.count(title, since, to)
    return this.count(slot, since, to) + Math.max(0, before)
  }

  /** By the title's own registers, in the panes `from` .. `to` - 1. */
  private count(title: number, from: number, to: number): number {
    const { windows, layout } = this
    const precision = layout.precision[title] ?? outside(title)
    const packed = layout.packed[title] ?? outside(title)
    const fast = windows.countWithin.run(windows.sliding, windows.unmerged, title, packed, from, to)
    if (fast !== null) return fast
    let sum = 0
    let filled = 0
    let top = 0
    for (const rank of registersIn(windows, layout, title, from, to)) {
      if (rank === 0) continue
      sum += weightOf(rank, precision)
      filled += 1
      top += Number(isTop(rank, precision))
    }
    return estimateOf(sum, filled, top, precision)
  }
}

/** A title's own registers over the panes `from` .. `to` - 1, put together from all panes. */
export function registersIn(
  { sliding, unmerged }: Windows,
  layout: Layout,
  title: number,
  from: number,
  to: number,
): Uint8Array {
  const base = layout.base[title] ?? outside(title)
  const found = new Uint8Array(2 ** (layout.precision[title] ?? outside(title)))
  const open = unmerged.filter(
    ({ number, present }) => number >= from && number < to && (present[title] ?? outside(title)) > 0,
  )
  const hasClosed = sliding.newest >= from
  for (let r = 0; r < found.length; r++) {
    let rank = 0
    if (hasClosed) {
      sliding.look(base + r, to - 1, to - from, to - from)
      rank = sliding.far
    }
    for (const { registers } of open) rank = Math.max(rank, registers[base + r] ?? outside(r))
    found[r] = rank
  }
  return found
}
