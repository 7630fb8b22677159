import { plural } from '../../../shared/words.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainList } from '../../kernel/explain.ts'
import { sayPages, thingOf, type Lane } from './lane.ts'
import type { Page } from './pages.ts'

/** A lane's numbers, in the order of the lab's measures. */
export function measuresOf(lane: Lane): number[] {
  const { visited, pruned, dropped, replaced, moves } = lane.counts
  const { followed, jumps, written, shifted } = lane.history.cost
  const held = lane.history.entries().length
  const ahead = held - 1 - lane.history.position
  const perMove = moves === 0 ? 0 : (followed + jumps) / moves
  return [visited, held, ahead, pruned, dropped, replaced, followed, jumps, perMove, written, shifted]
}

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(lane: Lane, measure: string): Explanation | null {
  const { journal, history, counts } = lane
  const { followed, jumps, written, shifted } = history.cost
  const entries = history.entries()
  switch (measure) {
    case 'visited':
      return journal.explain(`${sayPages(counts.visited)}, the first one included. Newest first.`, [
        'visited',
      ])
    case 'held':
      return explainPages('Everything one can get to by Back and Forward. Oldest first.', entries)
    case 'ahead':
      return explainPages(
        'What Forward leads to, nearest first. A new page would throw these away.',
        entries.slice(history.position + 1),
      )
    case 'pruned':
      return journal.explain(`${sayPages(counts.pruned)} ahead of a new page. Newest first.`, ['pruned'])
    case 'dropped':
      return journal.explain(`${sayPages(counts.dropped)} dropped at the cap. Newest first.`, ['dropped'])
    case 'replaced':
      return journal.explain(`${sayPages(counts.replaced)} replaced. Newest first.`, ['replaced'])
    case 'followed':
      return journal.explain(`${plural(followed, 'link')} followed one by one. Newest first.`, ['followed'])
    case 'jumps':
      return journal.explain(`The index was set ${plural(jumps, 'time')} to go somewhere. Newest first.`, [
        'jumps',
      ])
    case 'permove':
      return journal.explain(
        `${plural(followed + jumps, 'step')} for ${plural(counts.moves, 'move')}. Newest move first.`,
        ['move'],
      )
    case 'written':
      return journal.explain(`${plural(written, 'link')} written between pages. Newest first.`, ['written'])
    case 'shifted':
      return journal.explain(`Entries moved one slot down ${plural(shifted, 'time')}. Newest first.`, [
        'shifted',
      ])
    default:
      return null
  }
}

const explainPages = (text: string, pages: readonly Page[]): Explanation =>
  explainList(
    text,
    pages.map((page) => ({ time: page.at, text: `page ${page.name}`, thing: thingOf(page) })),
  )
