import type { Check } from '../../kernel/engine.ts'
import { closureOf } from './history.ts'
import { stepsNeeded, type Lane, type Question } from './lane.ts'
import type { AncestorsModel } from './model.ts'

const NAMES = { pointers: 'Two pointers', paint: 'Painting' } as const

const sum = (questions: readonly Question[], count: (question: Question) => number): number =>
  questions.reduce((total, question) => total + count(question), 0)

/** Predictions beside measurements; each is reached by another way than the number it checks. */
export function checkAncestors({ lanes }: AncestorsModel): Check[] {
  return lanes.flatMap((lane) => [
    conservation(lane),
    ...(lane.id === 'paint' ? [allBest(lane)] : [needed(lane), onLists(lane)]),
  ])
}

function conservation(lane: Lane): Check {
  const judged = (['right', 'incomplete', 'wrong'] as const).map((verdict) => lane.judged(verdict).length)
  const open = lane.questions.filter(({ verdict }) => verdict === null).length
  return {
    id: `conservation.${lane.id}`,
    label: `${NAMES[lane.id]}: asked = right + incomplete + wrong + given up + under way`,
    predicted: lane.asked,
    measured: judged.reduce((total, count) => total + count, open),
    tolerance: 0,
    unit: 'questions',
    source: 'each question has exactly one end',
  }
}

function allBest({ finished }: Lane): Check {
  return {
    id: 'best',
    label: 'Painting: best common ancestors found, less any that is none',
    predicted: sum(finished, ({ best }) => best.length),
    measured: sum(finished, ({ best, search }) =>
      search.answers.reduce((count, seq) => count + (best.includes(seq) ? 1 : -1), 0),
    ),
    tolerance: 0,
    unit: 'commits',
    source:
      'git merge-base’s manual: common ancestors that are no ancestor of another common ancestor, all compared with all',
  }
}

function needed({ finished }: Lane): Check {
  return {
    id: 'steps',
    label: 'Two pointers: steps until they met',
    predicted: sum(finished, stepsNeeded),
    measured: sum(finished, ({ search }) => search.steps),
    tolerance: 0,
    unit: 'steps',
    source:
      'the lengths of the lists: with a and b nodes of their own and c shared, a steps where a = b, else a + b + c + 1',
  }
}

/** Whether nothing that leads to the two tips is a merge. */
const isPlain = ({ history: { parents }, a, b }: Question): boolean =>
  [a, b].every((tip) => [...closureOf(parents, tip)].every((seq) => (parents[seq]?.length ?? 0) < 2))

function onLists({ finished }: Lane): Check {
  const plain = finished.filter(isPlain)
  return {
    id: 'lists',
    label: 'Two pointers: right answers where nobody merged',
    predicted: plain.length,
    measured: plain.filter(({ verdict }) => verdict === 'right').length,
    tolerance: 0,
    unit: 'questions',
    source: 'in histories without merges the first shared node is the one best common ancestor',
  }
}
