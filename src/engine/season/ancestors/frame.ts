import type { SimTime } from '../../kernel/time.ts'
import type { LaneId, Verdict } from './codes.ts'
import type { Lane } from './lane.ts'
import { listFrom, type History } from './history.ts'
import type { AncestorsModel } from './model.ts'
import { Painting } from './painting.ts'

export interface LaneFrame {
  readonly lane: LaneId
  /** In the order of the lab's measures. */
  readonly values: readonly number[]
  readonly counts: { readonly givenUp: number; readonly underWay: number }
  /** Of the question now: what it took last, in words. */
  readonly words: string
  readonly steps: number
  readonly looked: readonly number[]
  readonly isDone: boolean
  readonly answers: readonly number[]
  readonly verdict: Verdict | null
  /** Two pointers: where they are; null behind the end. */
  readonly pointers: { readonly p: number | null; readonly q: number | null } | null
  /** Painting: what each commit has, what is still to be looked at, what was taken last. */
  readonly painting: {
    readonly paint: readonly number[]
    readonly queue: readonly number[]
    readonly taken: number | null
  } | null
}

/** What a view draws: the question now, and how each lane is going about it. */
export interface AncestorsFrame {
  readonly now: SimTime
  readonly question: number
  readonly history: History
  readonly a: number
  readonly b: number
  /** What can be seen along first parents. */
  readonly lists: readonly [a: readonly number[], b: readonly number[]]
  /** The best common ancestors, by definition. */
  readonly best: readonly number[]
  readonly isDone: boolean
  readonly lanes: readonly LaneFrame[]
}

/** The state of a run as it is drawn. */
export function frameOfAncestors(
  { lanes, history, tips, isDone }: AncestorsModel,
  now: SimTime,
): AncestorsFrame {
  const [a, b] = tips
  const { parents } = history
  const [first] = lanes
  return {
    now,
    question: first?.asked ?? 0,
    history,
    a,
    b,
    lists: [listFrom(parents, a), listFrom(parents, b)],
    best: first?.current.best ?? [],
    isDone,
    lanes: lanes.map(laneFrame),
  }
}

function laneFrame(lane: Lane): LaneFrame {
  const { search, steps, verdict } = lane.current
  const open = lane.questions.filter((question) => question.verdict === null).length
  const underWay = verdict === null ? 1 : 0
  const isPainting = search instanceof Painting
  return {
    lane: lane.id,
    values: lane.measures(),
    counts: { underWay, givenUp: open - underWay },
    words: steps.at(-1)?.words ?? '',
    steps: search.steps,
    looked: [...search.looked],
    isDone: search.isDone,
    answers: search.answers,
    verdict,
    pointers: isPainting ? null : { p: search.p, q: search.q },
    painting: isPainting ? { paint: [...search.paint], queue: [...search.queue], taken: search.taken } : null,
  }
}
