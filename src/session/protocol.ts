import type { Problem } from '../shared/outcome.ts'
import type { Params } from '../shared/params.ts'
import type { Check, Explanation, Landmark, StudyPart } from '../engine/kernel/engine.ts'
import type { ReadFile, RunSpec } from '../engine/kernel/simulation.ts'
import type { SimTime } from '../engine/kernel/time.ts'
import type { Series, TimelineLog } from '../engine/kernel/timeline.ts'

/** Everything that crosses the worker boundary. Types only: what they mean to a lab, the lab knows. */

/** A run to be opened: what it follows from, and the futures it already has. */
export interface OpenRequest {
  readonly lab: string
  readonly spec: RunSpec
  readonly log: TimelineLog<unknown> | null
}

/** What a view asks for, once it has drawn the last answer. */
export interface PullRequest {
  /** How far the run shall go on, in simulated time; 0 while paused. */
  readonly advance: SimTime
  /** The part of the run in view: so much before the present moment, and so much after it. */
  readonly before: SimTime
  readonly after: SimTime
  /** Also the parts that change rarely and cost more. */
  readonly details: boolean
  readonly checks: boolean
  /** The version of the log already at hand. */
  readonly logVersion: number
}

export interface Pulled {
  readonly now: SimTime
  /** Where the run is on its way to. */
  readonly goal: SimTime
  /** False while the engine is still on its way to the goal: ask again. */
  readonly settled: boolean
  readonly extent: SimTime
  readonly branch: string
  /** The lab's frame. Its columns stand on `buffers`. */
  readonly frame: unknown
  /** The run compared with, at the same moment; null when none is. */
  readonly compared: { readonly now: SimTime; readonly frame: unknown } | null
  readonly details: Details | null
  readonly checks: readonly Check[] | null
  /** The commands of all branches, when they changed since `logVersion`. */
  readonly log: TimelineLog<unknown> | null
  readonly logVersion: number
  readonly buffers: readonly ArrayBuffer[]
}

export interface Details {
  readonly landmarks: readonly Landmark[]
  readonly hash: string
  /** Commands of an opened log that the engine would not take, since last asked. */
  readonly refusals: readonly Problem[]
}

/** Why a number was what it was at a moment of the run. */
export interface Explained extends Explanation {
  readonly at: SimTime
}

/** One part of a long reckoning, and the moment of the run it is about. */
export interface Studied extends StudyPart {
  readonly at: SimTime
}

/** What a run is compared with: another branch of it, or the same one under other parameters. */
export type Variant =
  { readonly kind: 'branch'; readonly branch: string } | { readonly kind: 'params'; readonly params: Params }

/** The measures over time of the run, and of the one compared with. */
export interface ComparedSeries {
  readonly run: Series
  readonly variant: Series | null
}

/** What came of a file: a new attachment, or a whole run. */
export type Imported =
  | ({ readonly kind: 'attachment' } & ReadFile)
  | { readonly kind: 'run'; readonly run: LoadedRun; readonly notices: readonly string[] }

/** A run file that was read: what to open, and the fingerprint it must reach. */
export interface LoadedRun {
  readonly request: OpenRequest
  readonly hash: string
}

/** Bytes read of a file, and how many it has. */
export type Progress = (done: number, total: number) => void
