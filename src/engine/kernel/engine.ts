import type { Outcome } from '../../shared/outcome.ts'
import type { Columns } from './columns.ts'
import type { SimTime } from './time.ts'

/** A stretch of simulated time, both ends included. */
export interface Span {
  readonly from: SimTime
  readonly to: SimTime
}

/** A prediction beside a measurement. It holds while they differ by no more than `tolerance`. */
export interface Check {
  readonly id: string
  readonly label: string
  readonly predicted: number
  readonly measured: number
  readonly tolerance: number
  readonly unit: string
  /** Where the prediction comes from: a law, a section, or an independent way to count. */
  readonly source: string
}

/** A moment worth finding again, marked on the time slider. */
export interface Landmark {
  readonly time: SimTime
  readonly kind: 'trouble' | 'turn'
  readonly label: string
}

/** One of the events behind a number. */
export interface Happening {
  readonly time: SimTime
  readonly text: string
  /** What it happened to, as the lab names its things; null where it names none. */
  readonly thing: string | null
}

/** Why a number is what it is. */
export interface Explanation {
  /** What it is made of, in a sentence or two, and how `events` are sorted. */
  readonly text: string
  /** The foremost of the events behind it; at most a hundred. */
  readonly events: readonly Happening[]
  /** How many there are in all. */
  readonly total: number
}

/** One part of a long reckoning, and how many parts it has. */
export interface StudyPart {
  /** The same for every part of one reckoning; at least 1. */
  readonly parts: number
  /** As the lab knows it: plain data that survives structured cloning. The view narrows it with a type of its own. */
  readonly piece: unknown
}

/**
 * A simulation. The same config, seed and commands give the same bytes everywhere: an engine has no clock, no
 * chance and no screen of its own, and nothing outside ever holds a reference into it.
 */
export interface Engine<Command, Frame, Saved> {
  /** Everything up to and including this time has happened. */
  readonly now: SimTime
  /** The time by which everything will have happened, as far as is known now. */
  readonly extent: SimTime
  /** The time of the next event, or null when nothing will happen any more. */
  readonly nextEventTime: SimTime | null
  /**
   * Handles the events up to `until`, at most `maxEvents` of them, and returns how many there were. With all of
   * them handled `now` becomes `until`; otherwise it is the time of the last one. Small advances and large ones
   * give the same result.
   */
  advance(until: SimTime, maxEvents?: number): number
  /** Carries out what a person does at `now`; the value says it in a few words, to name a branch by. */
  apply(command: Command): Outcome<string>
  /** What a view draws for the time in `span`; large parts are columns from `columns`. Reads, never changes. */
  frame(span: Span, columns: Columns): Frame
  /** The numbers of the run so far, in the order of the lab's measures. */
  measures(): number[]
  checks(): Check[]
  /**
   * The events behind a lane's measure, as it stands now; null for a lane or a measure that does not exist. `lane` is a
   * LaneReadout's id and `measure` a MeasureSpec's, as the lab defines them: every pair of those must have an answer.
   * The person presses a number and sees `text`, then `events`; pressing one of them goes to its time, and selects its
   * `thing`. Reads, never changes.
   */
  explain(lane: string, measure: string): Explanation | null
  /**
   * Part `part` of a long reckoning about the run so far, such as a bound by dynamic programming; models without one
   * leave it out. A view asks for part 0 (LabViewProps.study), learns from it how many there are, and asks for the
   * others one by one while the run stands still: each is one answer of the worker, which serves nobody else meanwhile,
   * so keep a part well below a tenth of a second. Parts may be asked for in any order and again. Reads, never changes.
   */
  study?(part: number): StudyPart
  /** Moments worth finding again, oldest first; at most a few hundred. */
  landmarks(): Landmark[]
  /**
   * Everything that happened in `span`, row by row and unthinned, for parts of a page that go on from it, such as
   * sound; the lab knows its type, which must survive structured cloning. It tells nothing from after the span, so it is
   * the same however far the run has gone since: asked for a span ahead, the session lets a copy of the run go there
   * first, at most a minute of it. Absent where a lab has no use for it.
   */
  excerpt?(span: Span): unknown
  /** A fingerprint of everything that has happened, in order. */
  traceHash(): string
  /**
   * How far apart in simulated time saved states are kept at first, for a model whose state is large and whose running is
   * cheap: going back replays at most so much. A tenth of a second where this is not said.
   */
  readonly checkpointEvery?: SimTime
  save(): Saved
  restore(saved: Saved): void
}
