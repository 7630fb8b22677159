import { assert } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import type { SketchConfig } from '../config.ts'

export const PRECISION_SHIFT = 28
export const BASE_MASK = 2 ** PRECISION_SHIFT - 1

/**
 * Where each title's registers lie in one flat arena of them: titles of the head have 2^12, say, for 1.6 %, all others
 * 2^6, a line of memory, for 13 %. The head are the titles that were watched most in the days before the run.
 */
export interface Layout {
  readonly titles: number
  /** By title: where its registers begin, with the precision in the four highest bits. One read on the hot path. */
  readonly packed: Uint32Array
  /** By title. */
  readonly base: Uint32Array
  readonly precision: Uint8Array
  /** Registers in all. */
  readonly length: number
}

/** The registers of all titles, one after another. */
export function createLayout(catalogue: Catalogue, config: SketchConfig): Layout {
  const { titles, usual } = catalogue
  const { headPrecision, headTitles, tailPrecision } = config
  assert(
    tailPrecision >= 4 && headPrecision >= tailPrecision && headPrecision <= 15,
    'precisions out of range',
  )
  const order = Array.from(usual, (_, title) => title)
  order.sort((a, b) => (usual[b] ?? 0) - (usual[a] ?? 0) || a - b)
  const { viral, release, bots } = catalogue.special
  const head = new Set([viral, release, bots].slice(0, headTitles))
  for (const title of order) if (head.size < headTitles) head.add(title)
  const base = new Uint32Array(titles)
  const precision = new Uint8Array(titles)
  let length = 0
  for (const title of order) {
    const p = head.has(title) ? headPrecision : tailPrecision
    base[title] = length
    precision[title] = p
    length += 2 ** p
  }
  assert(length <= BASE_MASK, `${length} registers`)
  const packed = base.map((place, title) => (place | ((precision[title] ?? 0) << PRECISION_SHIFT)) >>> 0)
  return { titles, packed, base, precision, length }
}
