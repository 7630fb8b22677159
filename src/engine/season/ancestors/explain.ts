import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, MOST_ALLOWED } from '../../kernel/explain.ts'
import { missed, type Lane, type Question } from './lane.ts'

const list = (commits: readonly number[]): string => (commits.length === 0 ? 'none' : commits.join(' and '))

/** A question and its answer, in a line. */
function told({ number, a, b, asked, ended, search, best, verdict }: Question): Happening {
  const answer =
    verdict === null
      ? ended === null
        ? 'under way'
        : 'given up'
      : `answered ${list(search.answers)}, best: ${list(best)}`
  return { time: ended ?? asked, text: `Question ${number}, ${a} and ${b}: ${answer}`, thing: null }
}

const stepsOf = ({ number, steps }: Question): readonly Happening[] =>
  steps.map(({ time, words }) => ({ time, text: `Question ${number}: ${words}`, thing: null }))

type Story = readonly [text: string, events: readonly Happening[]]

const STORIES: Readonly<Record<string, (lane: Lane) => Story>> = {
  asked: ({ questions }) => ['Every question, and what became of it.', questions.map(told)],
  right: (lane) => [
    'Questions whose answer was all of the best common ancestors.',
    lane.judged('right').map(told),
  ],
  incomplete: (lane) => [
    'Questions that have several best common ancestors, of which the answer left some out.',
    lane.judged('incomplete').map(told),
  ],
  wrong: (lane) => [
    'Questions whose answer is a common ancestor, but not the best: another one comes after it.',
    lane.judged('wrong').map(told),
  ],
  steps: ({ questions }) => ['Every step, in order.', questions.flatMap(stepsOf)],
  looked: ({ questions }) => [
    'Commits looked at, question by question. Each counts once a question, however often it was passed.',
    questions.flatMap((question) =>
      [...question.search.looked].map((seq): Happening => ({
        time: question.steps[0]?.time ?? question.asked,
        text: `Question ${question.number}: commit ${seq}`,
        thing: `commit:${seq}`,
      })),
    ),
  ],
  found: ({ finished }) => [
    'Commits given as an answer, question by question.',
    finished.flatMap((question) =>
      question.search.answers.map((seq): Happening => ({ ...told(question), thing: `commit:${seq}` })),
    ),
  ],
  missed: ({ finished }) => [
    'Best common ancestors that an answer left out.',
    finished.flatMap((question) => Array.from({ length: missed(question) }, () => told(question))),
  ],
}

/** What is behind a lane's number. */
export function explainAncestors(lane: Lane, measure: string): Explanation | null {
  const story = STORIES[measure]?.(lane)
  if (story === undefined) return null
  return explainList(...story, MOST_ALLOWED)
}
