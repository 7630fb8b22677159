import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import type { Lane } from './lane.ts'
import { LinkedHistory } from './linked-history.ts'
import type { Navigation } from './plan.ts'

const NAMES = { links: 'links', index: 'list and index' } as const

/** Predictions beside measurements; `done` is everything the person did, `cap` the list's most entries. */
export function checkRun(lanes: readonly Lane[], done: readonly Navigation[], cap: number): Check[] {
  return [
    ...lanes.flatMap((lane) => [
      checkConservation(lane),
      ...checkShown(lane, done, lane.id === 'index' ? cap : Infinity),
    ]),
    ...lanes.flatMap(({ history }) => (history instanceof LinkedHistory ? checkLinks(history) : [])),
    ...checkSame(lanes),
  ]
}

function checkConservation({ id, history, counts }: Lane): Check {
  return {
    id: `conservation.${id}`,
    label: `${NAMES[id]}: visited = held + pruned + dropped + replaced`,
    predicted: counts.visited,
    measured: history.entries().length + counts.pruned + counts.dropped + counts.replaced,
    tolerance: 0,
    unit: 'pages',
    source: 'each page visited is still in the history, or was thrown away once',
  }
}

function checkShown({ id, history, shown }: Lane, done: readonly Navigation[], cap: number): Check[] {
  const { pages, shownAt } = replay(done, cap)
  const shared = { tolerance: 0, source: 'done again with a plain array, copied at each visit' }
  return [
    {
      ...shared,
      id: `shown.${id}`,
      label: `${NAMES[id]}: the page that is shown, by its number`,
      predicted: at(pages, shownAt),
      measured: shown.id,
      unit: '',
    },
    {
      ...shared,
      id: `held.${id}`,
      label: `${NAMES[id]}: entries`,
      predicted: pages.length,
      measured: history.entries().length,
      unit: 'pages',
    },
  ]
}

/** LeetCode 1472's rules, go() as the HTML standard has it, and a cap: on copies of an array of page numbers. */
function replay(
  done: readonly Navigation[],
  cap: number,
): { readonly pages: readonly number[]; readonly shownAt: number } {
  let pages: readonly number[] = [0]
  let [shownAt, visited] = [0, 0]
  for (const one of done) {
    const last = pages.length - 1
    if (one.kind === 'back') shownAt = Math.max(0, shownAt - one.steps)
    if (one.kind === 'forward') shownAt = Math.min(last, shownAt + one.steps)
    if (one.kind === 'go' && shownAt + one.delta >= 0 && shownAt + one.delta <= last) shownAt += one.delta
    if (one.kind === 'replace') pages = pages.with(shownAt, ++visited)
    if (one.kind !== 'visit') continue
    pages = [...pages.slice(0, shownAt + 1), ++visited].slice(-cap)
    shownAt = pages.length - 1
  }
  return { pages, shownAt }
}

function checkLinks(history: LinkedHistory): Check[] {
  const { all, broken } = history.links()
  const shared = { tolerance: 0, unit: 'links' }
  return [
    {
      ...shared,
      id: 'links',
      label: 'Links in the chain',
      predicted: 2 * (history.entries().length - 1),
      measured: all,
      source: 'two between each page and the next: one there, one back',
    },
    {
      ...shared,
      id: 'broken',
      label: 'Links that lead away and not back',
      predicted: 0,
      measured: broken,
      source: 'next.prev is oneself: what makes a list doubly linked',
    },
  ]
}

/** Until the cap has dropped a page, there is no telling the two apart from outside. */
function checkSame(lanes: readonly Lane[]): Check[] {
  if (lanes.some(({ counts }) => counts.dropped > 0)) return []
  const rows = lanes.map(({ history }) => [history.position, ...history.entries().map(({ id }) => id)].join())
  return [
    {
      id: 'same',
      label: 'Different histories among the lanes',
      predicted: 1,
      measured: new Set(rows).size,
      tolerance: 0,
      unit: '',
      source: 'the same rules kept in two ways: same pages, same place, as long as nothing was dropped',
    },
  ]
}
