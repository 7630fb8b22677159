import { outside } from '../../../shared/assert.ts'
import type { Windows } from '../windows/windows.ts'
import type { PanePart } from './messages.ts'

/**
 * Takes what a worker has of a pane into the windows of all events: the greater of two registers, the sum of two counts.
 * Both are the same in whatever order parts come, so a merge is exact.
 */
export function absorb(windows: Windows, part: PanePart): void {
  const pane = windows.paneOf(part.number)
  const { layout, live } = windows
  for (let title = 0; title < layout.titles; title++) {
    pane.present[title] = (pane.present[title] ?? outside(title)) + (part.present[title] ?? outside(title))
    pane.starts[title] = (pane.starts[title] ?? outside(title)) + (part.starts[title] ?? outside(title))
  }
  const { registers } = pane
  for (const title of layout.order) {
    const base = layout.base[title] ?? outside(title)
    const end = base + 2 ** (layout.precision[title] ?? outside(title))
    for (let place = base; place < end; place++) {
      const rank = part.registers[place] ?? outside(place)
      if (rank <= (registers[place] ?? outside(place))) continue
      registers[place] = rank
      live.raise(part.number, title, place, rank)
    }
  }
}
