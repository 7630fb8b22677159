import { assert, outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import type { SketchConfig } from '../config.ts'

/** In `packed`: the precision in the four highest bits, whether the title is promoted, and where its registers begin. */
export const PRECISION_SHIFT = 28
export const PROMOTED = 2 ** 27
export const BASE_MASK = PROMOTED - 1

/**
 * Where each title's registers lie in one flat arena of them: titles of the head have 2^12, say, for 1.6 %, all others
 * 2^6, a line of memory, for 13 %. The head are the titles that were watched most in the days before the run. After the
 * catalogue's titles come slots with as many registers as the head's, for titles that rise.
 */
export interface Layout {
  /** The catalogue's titles and the slots. */
  readonly titles: number
  /** The first slot. */
  readonly slots: number
  /** By title: everything that the hot path needs, in one read. */
  readonly packed: Uint32Array
  /** By title. */
  readonly base: Uint32Array
  readonly precision: Uint8Array
  /** Registers in all. */
  readonly length: number
}

/** How many registers so many titles and the slots have. */
export function registersOf(titles: number, config: SketchConfig): number {
  const { headPrecision, headTitles, tailPrecision, promotedTitles, middle } = config
  const head = Math.min(titles, headTitles)
  const inMiddle = Math.min(titles - head, middle?.titles ?? 0)
  return (
    (head + promotedTitles) * 2 ** headPrecision +
    inMiddle * 2 ** (middle?.precision ?? 0) +
    (titles - head - inMiddle) * 2 ** tailPrecision
  )
}

/** The registers of all titles, one after another. */
export function createLayout({ titles: known, usual }: Catalogue, config: SketchConfig): Layout {
  const { headPrecision, headTitles, tailPrecision, promotedTitles, middle } = config
  const precisionAt = (place: number): number => {
    if (place < headTitles || place >= known) return headPrecision
    return middle !== undefined && place < headTitles + middle.titles ? middle.precision : tailPrecision
  }
  assert(
    tailPrecision >= 4 && headPrecision >= tailPrecision && headPrecision <= 15,
    'precisions out of range',
  )
  const order = Array.from(usual, (_, title) => title)
  order.sort((a, b) => (usual[b] ?? 0) - (usual[a] ?? 0) || a - b)
  const titles = known + promotedTitles
  const base = new Uint32Array(titles)
  const precision = new Uint8Array(titles)
  let length = 0
  for (let place = 0; place < titles; place++) {
    const title = place < known ? (order[place] ?? outside(place)) : place
    const p = precisionAt(place)
    base[title] = length
    precision[title] = p
    length += 2 ** p
  }
  assert(length <= BASE_MASK, `${length} registers`)
  const packed = base.map((place, title) => (place | ((precision[title] ?? 0) << PRECISION_SHIFT)) >>> 0)
  return { titles, slots: known, packed, base, precision, length }
}
