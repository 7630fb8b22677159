import { at } from '../../shared/assert.ts'
import { fromMs } from '../kernel/time.ts'
import type { StudyPart } from '../kernel/engine.ts'
import { bestFixed, fixedCurve, type BestFixed } from './bounds/best-fixed.ts'
import { clairvoyant, type Clairvoyant } from './bounds/clairvoyant.ts'
import { rulesOf, turnsOf } from './bounds/of-run.ts'
import { moonBound, type TalkspurtBound } from './bounds/moon.ts'
import type { Point } from './bounds/point.ts'
import type { WhenLate } from './config.ts'
import type { JitterEngine } from './jitter-engine.ts'
import { POLICIES } from './policies/index.ts'
import type { PolicyId } from './settings/policies.ts'
import { replay } from './replay.ts'
import { measurePoint, scoredAs } from './score.ts'
import { playoutOf } from './config-of.ts'

/** A piece of the comparison of a run with what was possible. */
export type StudyPiece =
  /** What a policy of the run paid, or would have paid in the mode the run is not in; null before its first turn. */
  | {
      readonly kind: 'policy'
      readonly mode: WhenLate
      readonly policy: PolicyId
      readonly point: Point | null
      /** Beside players with one delay a talkspurt; only where late packets are skipped. */
      readonly talkspurts: TalkspurtBound | null
    }
  /** The best fixed delay, and what others would have cost. */
  | {
      readonly kind: 'fixed'
      readonly mode: WhenLate
      readonly best: BestFixed
      readonly curve: readonly Point[]
    }
  /** The clairvoyant player at the run's price. */
  | { readonly kind: 'clairvoyant'; readonly mode: WhenLate; readonly best: Clairvoyant }
  /** The clairvoyant player at another price: a point of its curve. */
  | { readonly kind: 'curve'; readonly mode: WhenLate; readonly point: Point }

/** Prices of 1 % late, in milliseconds, at which the clairvoyant's curve is worked out. */
const PRICES = [200, 100, 50, 30, 12, 7, 4, 2, 1]
/** Cells of a dynamic program that take a few hundredths of a second. */
const WORK = 3_000_000
const MODES: readonly WhenLate[] = ['skip', 'stall']

/** Part `part` of the comparison; each takes some hundredths of a second at most, but for replays of very long runs. */
export function studyRun(engine: JitterEngine, part: number): StudyPart {
  const tasks = MODES.flatMap((mode) => tasksOf(engine, mode))
  return { parts: tasks.length, piece: at(tasks, part)() }
}

function tasksOf(engine: JitterEngine, mode: WhenLate): (() => StudyPiece)[] {
  const rules = { ...rulesOf(engine), whenLate: mode }
  return [
    ...engine.lanes.map(
      ({ policy }, i) =>
        (): StudyPiece =>
          policyPiece(engine, mode, policy, i),
    ),
    () => {
      const table = turnsOf(engine)
      return { kind: 'fixed', mode, best: bestFixed(table, rules), curve: fixedCurve(table, rules) }
    },
    () => ({
      kind: 'clairvoyant',
      mode,
      best: clairvoyant(turnsOf(engine), rules, { parts: 2, work: WORK }),
    }),
    ...PRICES.map((price) => (): StudyPiece => {
      const dearer = { ...rules, price: fromMs(price) }
      return { kind: 'curve', mode, point: clairvoyant(turnsOf(engine), dearer, { parts: 1, work: WORK }) }
    }),
  ]
}

function policyPiece(engine: JitterEngine, mode: WhenLate, policy: PolicyId, lane: number): StudyPiece {
  const description = POLICIES[policy]
  const options = playoutOf(engine.present)
  // Players without turns do the same in either mode.
  const isAsPlayed = options.whenLate === mode
  const inMode = { ...options, whenLate: mode }
  const ledger =
    isAsPlayed || description.kind !== 'delay'
      ? at(engine.lanes, lane).ledger
      : replay(engine, description, inMode)
  const point = measurePoint(ledger, scoredAs(engine))
  const talkspurts = mode === 'skip' ? moonBound(engine, ledger, inMode) : null
  return { kind: 'policy', mode, policy, point, talkspurts }
}
