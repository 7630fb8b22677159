import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import { TYPE } from '../codes.ts'
import { WindowDedupe } from '../dedupe-window.ts'
import type { SavedDedupe } from '../dedupe.ts'
import { MINUTE_MS } from '../config.ts'
import type { Onlooker, Pipeline } from '../pipeline.ts'
import { NONE, typeOf, type Batch } from '../record.ts'
import { FATE, type Fate } from './codes.ts'
import { KeptEvents, type SavedKept } from './kept-events.ts'

/** As drawn: five minutes late and more is left to a later job. */
export const DRAWN_ON_TIME_MS = 300_000
/** How far out of order a producer’s events may be: an event held back by hand comes sixty behind its newest. */
export const SEQUENCE_WINDOW = 64
const KEPT_OF_ALL = 1_024
const KEPT_OF_A_FATE = 100

interface Tallies {
  /** As drawn: accepted and younger than five minutes; and the rest. */
  drawnOnTime: number
  drawnLate: number
  /** As drawn: each event on time that names a title. */
  drawnViews: number
  /** Plays that were started, each once; all of them, and those that a window took. */
  starts: number
  countedStarts: number
  /** The account that plays the film: events accepted, views as drawn, starts that a window took. */
  filmEvents: number
  filmDrawn: number
  filmCounted: number
}

export interface SavedOnlooker {
  readonly tallies: Tallies
  readonly truth: SavedDedupe
  readonly all: SavedKept
  readonly kept: readonly SavedKept[]
  readonly drawnLate: SavedKept
}

/** Looks on as the pipeline works: keeps single events with what became of them, and counts what no stage counts. */
export class Looker {
  tallies: Tallies = {
    drawnOnTime: 0,
    drawnLate: 0,
    drawnViews: 0,
    starts: 0,
    countedStarts: 0,
    filmEvents: 0,
    filmDrawn: 0,
    filmCounted: 0,
  }
  /** Which events came before, whatever the pipeline makes of it. */
  readonly truth: WindowDedupe
  /** The newest events of every fate; then some of each but on time; and those as drawn are left to a later job. */
  readonly all = new KeptEvents(KEPT_OF_ALL)
  readonly kept: readonly KeptEvents[] = Object.values(FATE).map(() => new KeptEvents(KEPT_OF_A_FATE))
  readonly drawnLate = new KeptEvents(KEPT_OF_A_FATE)
  private readonly pipeline: Pipeline
  private readonly filmUser: number
  private readonly hash: TraceHash
  private readonly marks: Uint8Array
  private readonly copy: Uint32Array

  constructor(pipeline: Pipeline, producers: number, filmUser: number, capacity: number, hash: TraceHash) {
    this.pipeline = pipeline
    this.filmUser = filmUser
    this.hash = hash
    this.truth = new WindowDedupe(producers, SEQUENCE_WINDOW)
    this.marks = new Uint8Array(capacity)
    this.copy = new Uint32Array(capacity)
  }

  /** Is shown the events of a batch that are sound, and of these the unique ones. */
  readonly see: Onlooker = (stage, ...events) => {
    if (stage === 'accepted') this.lookAtAccepted(...events)
    else this.lookAtUnique(...events)
  }

  save(): SavedOnlooker {
    const { tallies } = this
    return {
      tallies: copyState(tallies),
      truth: this.truth.save(),
      all: this.all.save(),
      kept: this.kept.map((events) => events.save()),
      drawnLate: this.drawnLate.save(),
    }
  }

  restore(saved: SavedOnlooker): void {
    this.tallies = copyState(saved.tallies)
    this.truth.restore(saved.truth)
    this.all.restore(saved.all)
    this.kept.forEach((events, i) => events.restore(saved.kept[i] ?? outside(i)))
    this.drawnLate.restore(saved.drawnLate)
  }

  private lookAtAccepted(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): void {
    const { tallies, marks, copy, filmUser } = this
    marks.fill(0, 0, batch.length)
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      marks[index] = 1
      copy[k] = index
      // By the device's own clock, as drawn.
      const late = (batch.receivedTime[index] ?? outside(index)) - (batch.eventTime[index] ?? outside(index))
      const isFilm = batch.user[index] === filmUser
      if (isFilm) tallies.filmEvents += 1
      if (late >= DRAWN_ON_TIME_MS) {
        tallies.drawnLate += 1
        this.drawnLate.add(batch, index, times[index] ?? outside(index), FATE.late)
        continue
      }
      tallies.drawnOnTime += 1
      if (batch.title[index] === NONE) continue
      tallies.drawnViews += 1
      if (isFilm) tallies.filmDrawn += 1
    }
    const isNew = this.truth.keepNew(batch, copy, count)
    for (let k = 0; k < isNew; k++) marks[copy[k] ?? outside(k)] = 2
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      if (marks[index] === 1) this.keep(batch, index, times, FATE.duplicate)
      if (marks[index] === 2 && typeOf(batch.dims[index] ?? outside(index)) === TYPE.started)
        tallies.starts += 1
      this.hash.add((batch.idLow[index] ?? outside(index)) ^ (batch.eventTime[index] ?? outside(index)))
    }
  }

  private lookAtUnique(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): void {
    const { tallies, marks, filmUser } = this
    const { firstOpen, firstUnfired } = this.pipeline.windows
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const dims = batch.dims[index] ?? outside(index)
      const user = batch.user[index] ?? outside(index)
      const minute = Math.floor((times[index] ?? outside(index)) / MINUTE_MS)
      const fate = minute < firstOpen ? FATE.tooLate : minute < firstUnfired ? FATE.late : FATE.onTime
      // Known duplicates that got past are kept as such already.
      if (marks[index] === 2) this.keep(batch, index, times, fate)
      if (typeOf(dims) === TYPE.started && fate !== FATE.tooLate) {
        tallies.countedStarts += 1
        if (user === filmUser) tallies.filmCounted += 1
      }
    }
  }

  private keep(batch: Batch, index: number, times: Int32Array, fate: Fate): void {
    const time = times[index] ?? outside(index)
    this.all.add(batch, index, time, fate)
    if (fate !== FATE.onTime) (this.kept[fate] ?? outside(fate)).add(batch, index, time, fate)
  }
}
