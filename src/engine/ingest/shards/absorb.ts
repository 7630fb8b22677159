import { outside } from '../../../shared/assert.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Windows } from '../windows/windows.ts'
import type { PanePart } from './messages.ts'

const WORD_BYTES = 4
const BYTE = 8
const BYTE_MASK = 255

/** The title of each four registers: a title's lie beside each other, and their number is a multiple of sixteen. */
export function titlesOfWords(layout: Layout): Uint32Array {
  const titles = new Uint32Array(Math.ceil(layout.length / WORD_BYTES))
  for (let title = 0; title < layout.titles; title++) {
    const from = (layout.base[title] ?? outside(title)) / WORD_BYTES
    titles.fill(title, from, from + 2 ** (layout.precision[title] ?? outside(title)) / WORD_BYTES)
  }
  return titles
}

/**
 * Takes what a worker has of a pane into the windows of all events: the greater of two registers, the sum of two counts.
 * Both are the same in whatever order parts come, so a merge is exact.
 */
export function absorb(windows: Windows, titles: Uint32Array, part: PanePart): void {
  const pane = windows.paneOf(part.number)
  const { layout, live } = windows
  const { registers, present, starts } = pane
  for (let title = 0; title < layout.titles; title++) {
    const more = part.present[title] ?? outside(title)
    if (more !== 0) present[title] = (present[title] ?? outside(title)) + more
    const begun = part.starts[title] ?? outside(title)
    if (begun !== 0) starts[title] = (starts[title] ?? outside(title)) + begun
  }
  const { places, words } = part
  for (let i = 0; i < places.length; i++) {
    const at = places[i] ?? outside(i)
    // Least byte first, as every machine that runs a browser has it.
    let word = words[i] ?? outside(i)
    for (let place = at * WORD_BYTES; word !== 0; place++, word >>>= BYTE) {
      const rank = word & BYTE_MASK
      if (rank <= (registers[place] ?? outside(place))) continue
      registers[place] = rank
      live.raise(part.number, titles[at] ?? outside(at), place, rank)
    }
  }
}
