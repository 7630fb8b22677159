import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { LaneId, Verdict } from './codes.ts'
import { bestCommon, listFrom, type History } from './history.ts'
import { Painting } from './painting.ts'
import { TwoPointers } from './two-pointers.ts'

/** One question, as a lane went about it. */
export interface Question {
  readonly number: number
  readonly history: History
  readonly a: number
  readonly b: number
  /** By definition, for comparison. */
  readonly best: readonly number[]
  readonly asked: SimTime
  /** Each step: when, and what was done. */
  readonly steps: { readonly time: SimTime; readonly words: string }[]
  /** When it was over; null while it is under way. */
  ended: SimTime | null
  /** How good the answer was; null where there is none: under way, or given up for another question. */
  verdict: Verdict | null
  readonly search: TwoPointers | Painting
}

/** One way of searching, and how it fared. */
export class Lane {
  readonly id: LaneId
  readonly questions: Question[] = []

  constructor(id: LaneId) {
    this.id = id
  }

  get asked(): number {
    return this.questions.length
  }

  get current(): Question {
    return at(this.questions, this.questions.length - 1)
  }

  get search(): TwoPointers | Painting {
    return this.current.search
  }

  ask(history: History, a: number, b: number, now: SimTime): void {
    const before = this.questions.at(-1)
    if (before !== undefined) before.ended ??= now
    const { parents, generation } = history
    const best = bestCommon(parents, a, b)
    const search =
      this.id === 'pointers' ? new TwoPointers(parents, a, b) : new Painting(parents, generation, a, b)
    const number = this.asked + 1
    this.questions.push({
      number,
      history,
      a,
      b,
      best,
      asked: now,
      steps: [],
      ended: null,
      verdict: null,
      search,
    })
    this.judge(now)
  }

  /** One step of the search, if it is not over; the verdict if it is now. */
  step(now: SimTime): Verdict | null {
    const { search, steps } = this.current
    if (search.isDone) return null
    steps.push({ time: now, words: search.step() })
    return this.judge(now)
  }

  judged(verdict: Verdict): readonly Question[] {
    return this.questions.filter((question) => question.verdict === verdict)
  }

  /** Questions with an answer. */
  get finished(): readonly Question[] {
    return this.questions.filter(({ verdict }) => verdict !== null)
  }

  /** In the order of the lab's measures. */
  measures(): number[] {
    const sum = (count: (question: Question) => number, over = this.questions): number =>
      over.reduce((total, question) => total + count(question), 0)
    return [
      this.asked,
      this.judged('right').length,
      this.judged('incomplete').length,
      this.judged('wrong').length,
      sum(({ search }) => search.steps),
      sum(({ search }) => search.looked.size),
      sum(({ search }) => search.answers.length, [...this.finished]),
      sum(missed, [...this.finished]),
    ]
  }

  private judge(now: SimTime): Verdict | null {
    const question = this.current
    const { search, best } = question
    if (!search.isDone) return null
    question.ended = now
    const isBest = search.answers.every((seq) => best.includes(seq))
    question.verdict = !isBest ? 'wrong' : search.answers.length < best.length ? 'incomplete' : 'right'
    return question.verdict
  }
}

/** Best common ancestors that an answer left out. */
export const missed = ({ best, search }: Question): number =>
  best.filter((seq) => !search.answers.includes(seq)).length

/** How many steps two pointers need, from the lengths of the lists alone. */
export function stepsNeeded({ history: { parents }, a, b }: Question): number {
  const [ofA, ofB] = [listFrom(parents, a), listFrom(parents, b)]
  const shared = ofA.filter((seq) => ofB.includes(seq)).length
  const [ownA, ownB] = [ofA.length - shared, ofB.length - shared]
  return ownA === ownB ? ownA : ownA + ownB + shared + 1
}
