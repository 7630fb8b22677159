import { outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import { secondDraw } from '../catalogue.ts'
import { below, chanceBound, concernKey, eventBase, mix } from '../chance.ts'
import { TYPE, TYPE_NEEDS_TITLE } from '../codes.ts'
import { NONE } from '../record.ts'
import { PLAIN, type Store } from '../wasm/store.ts'
import { placeAt, sizeOf, WHOLE, type Share } from '../shards/share.ts'
import type { People } from './people.ts'

/** Eight words a viewer, visited in turn: memory is read in order. */
export const WORDS = 8
const USER = 0
const SESSION = 1
const TITLE = 2
export const DIMS = 3
const LIFE = 4
/** The session's number here and the event's number in it, 16 bits each: rises with every event of a viewer. */
const SEQUENCE = 5
const EPOCH_SHIFT = 16
/** Where the play will stop, in seconds, and above it how long its title is. */
const STOP = 6
const DURATION_SHIFT = 16
const STOP_MASK = 0xffff
/** Visits until it is back in reach, and below them the events it owes. */
export const AWAY = 7
export const OWED_SHIFT = 16

/** What somebody does next. */
const PHASE = { begin: 0, browse: 1, start: 2, play: 3, paused: 4, buffering: 5, end: 6 } as const
const PHASE_MASK = 7
const LEFT_SHIFT = 3
const LEFT_MASK = 255
const POSITION_SHIFT = 16
const pack = (phase: number, left: number, position: number): number =>
  (phase | (left << LEFT_SHIFT) | (position << POSITION_SHIFT)) >>> 0

const STEP_S = 10
/** NONE as a small number: a column of 32 bits without sign takes it for the same. */
const NOWHERE = -1
const LONGEST_S = 6_800
const MOST_TRIES = 32

/**
 * What happens at a moment of playing, fitted so that of all events 70 % are heartbeats, 20 % other events of the player,
 * 8 % browsing (with the sessions' own) and 2 % quality (C15). A pause and a buffering make another event each.
 */
const PAUSE = chanceBound(0.0585)
const SEEK = PAUSE + chanceBound(0.1)
const BUFFER = SEEK + chanceBound(0.0059)
const RESOLUTION = BUFFER + chanceBound(0.0082)
const ERROR = RESOLUTION + chanceBound(0.0035)
const COMPLETES = chanceBound(0.35)
const AGAIN = chanceBound(0.5)
const SEARCH = chanceBound(0.2)
const ADD = chanceBound(0.3)
const FEWEST_PAGES = 6
const MORE_PAGES = 19

const NEEDS_TITLE = Uint8Array.from(TYPE_NEEDS_TITLE, Number)

/** The bounds of what happens at a moment of playing, and on a page, for the kernel. */
export const CHANCES = [PAUSE, SEEK, BUFFER, RESOLUTION, ERROR, SEARCH, ADD]

/** What may draw viewers to a title now. */
export interface Pull {
  readonly title: number
  /** A bound of a uniform 32-bit draw: the share of all choices. */
  readonly bound: number
  /** The same for those who watch something else and change at once. */
  readonly changeBound: number
}

/** The viewers who are there at once, and what each of them does: one event a visit. */
export class Viewers {
  readonly rows: Uint32Array
  /** The event that `step` came to. */
  type = 0
  title = NOWHERE
  position = NOWHERE
  /** What the event's draws are made from. */
  base = 0
  pulls: readonly Pull[] = []
  bounds: Float64Array
  private readonly catalogue: Catalogue
  private readonly people: People
  private readonly count: number
  readonly lifeKey: number
  private readonly choiceKey: number
  private readonly stopKey: number
  private readonly pullKey: number

  /** `count` viewers in all, of whom those in `share` are made. */
  constructor(
    seed: number,
    count: number,
    catalogue: Catalogue,
    people: People,
    bounds: Float64Array,
    store: Store = PLAIN,
    share: Share = WHOLE,
  ) {
    this.catalogue = catalogue
    this.people = people
    this.count = count
    const rows = sizeOf(share, count)
    this.rows = store.u32(rows * WORDS)
    this.bounds = bounds
    this.lifeKey = concernKey(seed, 'ingest.life')
    this.choiceKey = concernKey(seed, 'ingest.choice')
    this.stopKey = concernKey(seed, 'ingest.stop')
    this.pullKey = concernKey(seed, 'ingest.pull')
    const startKey = concernKey(seed, 'ingest.start')
    for (let place = 0; place < rows; place++) {
      const row = placeAt(share, place)
      this.begin(place * WORDS, row, mix(row ^ startKey))
    }
  }

  /** Moves the viewer whose words begin at `at` on by one event, which `type`, `title` and `position` tell. */
  step(at: number): void {
    const { rows } = this
    const life = rows[at + LIFE] ?? outside(at)
    const sequence = (rows[at + SEQUENCE] ?? outside(at)) + 1
    rows[at + SEQUENCE] = sequence
    const base = eventBase(rows[at + SESSION] ?? outside(at), sequence)
    this.base = base
    this.title = (rows[at + TITLE] ?? outside(at)) | 0
    this.position = life >>> POSITION_SHIFT
    if ((life & PHASE_MASK) === PHASE.play) this.play(at, base)
    else this.other(at, life, base)
    if (NEEDS_TITLE[this.type] === 0) {
      this.title = NOWHERE
      this.position = NOWHERE
    }
  }

  /** Whether its session has just ended. */
  hasEnded(at: number): boolean {
    return ((this.rows[at + LIFE] ?? outside(at)) & PHASE_MASK) === PHASE.end + 1
  }

  /** Puts somebody new in the place of the one who left. */
  succeed(at: number): void {
    const { rows } = this
    const session = ((rows[at + SESSION] ?? outside(at)) + this.count) >>> 0
    const user = this.people.userOf(session, this.bounds)
    rows[at + USER] = user
    rows[at + SESSION] = session
    rows[at + TITLE] = NONE
    rows[at + DIMS] = this.people.dimsOf(user)
    rows[at + LIFE] = pack(PHASE.begin, 0, 0)
    rows[at + SEQUENCE] = (((rows[at + SEQUENCE] ?? outside(at)) >>> EPOCH_SHIFT) + 1) << EPOCH_SHIFT
    rows[at + STOP] = 0
  }

  private play(at: number, base: number): void {
    const { rows } = this
    const stop = (rows[at + STOP] ?? outside(at)) & STOP_MASK
    const position = this.position + STEP_S
    if (position >= stop) return this.finish(at, stop, base)
    if (this.pulls.length > 0)
      for (const pull of this.pulls)
        if (pull.changeBound > 0 && this.title !== pull.title && mix(base ^ this.pullKey) < pull.changeBound)
          return this.change(at, pull.title)
    this.position = position
    const draw = mix(base ^ this.lifeKey)
    let phase: number = PHASE.play
    if (draw >= ERROR) this.type = TYPE.heartbeat
    else if (draw < PAUSE) {
      this.type = TYPE.paused
      phase = PHASE.paused
    } else if (draw < SEEK) {
      this.type = TYPE.seeked
      // As often forward as back, by up to five minutes.
      this.position = Math.max(0, Math.min(stop - 1, position + below(secondDraw(draw), 600) - 300))
    } else if (draw < BUFFER) {
      this.type = TYPE.bufferingStarted
      phase = PHASE.buffering
    } else this.type = draw < RESOLUTION ? TYPE.resolutionChanged : TYPE.error
    rows[at + LIFE] = pack(phase, 0, this.position)
  }

  private finish(at: number, stop: number, base: number): void {
    const duration = (this.rows[at + STOP] ?? outside(at)) >>> DURATION_SHIFT
    this.position = stop
    this.type = 10 * stop > 9 * duration ? TYPE.completed : TYPE.abandoned
    this.turn(at, base)
  }

  private change(at: number, title: number): void {
    this.type = TYPE.abandoned
    this.rows[at + TITLE] = title
    this.rows[at + LIFE] = pack(PHASE.start, 0, 0)
  }

  /** After a play: another one, or the end. */
  private turn(at: number, base: number): void {
    const draw = mix(base ^ this.lifeKey)
    const pages = FEWEST_PAGES + below(secondDraw(draw), MORE_PAGES)
    this.rows[at + LIFE] = draw < AGAIN ? pack(PHASE.browse, pages, 0) : pack(PHASE.end, 0, 0)
  }

  private other(at: number, life: number, base: number): void {
    const { rows } = this
    switch (life & PHASE_MASK) {
      case PHASE.browse:
        return this.browse(at, (life >>> LEFT_SHIFT) & LEFT_MASK, base)
      case PHASE.start: {
        this.type = TYPE.started
        this.position = 0
        rows[at + STOP] = this.withDuration(this.title, this.stopOf(this.title, base))
        rows[at + LIFE] = pack(PHASE.play, 0, 0)
        return
      }
      case PHASE.paused:
      case PHASE.buffering: {
        this.type = (life & PHASE_MASK) === PHASE.paused ? TYPE.resumed : TYPE.bufferingEnded
        rows[at + LIFE] = pack(PHASE.play, 0, this.position)
        return
      }
      case PHASE.begin: {
        this.type = TYPE.sessionStarted
        rows[at + LIFE] = pack(PHASE.browse, FEWEST_PAGES + below(mix(base ^ this.lifeKey), MORE_PAGES), 0)
        return
      }
      default: {
        this.type = TYPE.sessionEnded
        rows[at + LIFE] = pack(PHASE.end + 1, 0, 0)
      }
    }
  }

  private browse(at: number, left: number, base: number): void {
    const { rows } = this
    const draw = mix(base ^ this.lifeKey)
    const isLast = left <= 1
    if (isLast) this.type = TYPE.contentClicked
    else this.type = draw < SEARCH ? TYPE.search : draw < ADD ? TYPE.contentAddedList : TYPE.pageViewed
    if (isLast || this.type === TYPE.contentAddedList) {
      this.title = this.choose(base)
      this.position = NOWHERE
      rows[at + TITLE] = this.title
    }
    rows[at + LIFE] = isLast ? pack(PHASE.start, 0, 0) : pack(PHASE.browse, left - 1, 0)
  }

  private choose(base: number): number {
    for (const pull of this.pulls)
      if (pull.bound > 0 && mix(base ^ this.pullKey ^ pull.title) < pull.bound) return pull.title
    const draw = mix(base ^ this.choiceKey)
    return this.catalogue.pick(draw, secondDraw(draw))
  }

  /** Where the play will stop, in seconds: a third goes on to the end, the others leave within the first half. */
  private stopOf(title: number, base: number): number {
    const duration = this.catalogue.duration[title] ?? outside(title)
    const draw = mix(base ^ this.stopKey)
    const other = secondDraw(draw)
    if (draw < COMPLETES) return duration - below(other, Math.floor(duration / 12))
    return Math.max(STEP_S, below(other, Math.floor(duration / 2)))
  }

  private withDuration(title: number, stop: number): number {
    return (((this.catalogue.duration[title] ?? outside(title)) << DURATION_SHIFT) | stop) >>> 0
  }

  /** Somebody who is there when the run begins: in the middle of it, in the usual mix. */
  private begin(at: number, row: number, draw: number): void {
    const { rows } = this
    rows[at + SESSION] = (row + 1 - this.count) >>> 0
    this.succeed(at)
    const other = secondDraw(draw)
    if (below(draw, 1000) < 77) {
      rows[at + TITLE] = this.choose(eventBase(row + 1, 0))
      rows[at + LIFE] = pack(PHASE.browse, 1 + below(other, FEWEST_PAGES + MORE_PAGES - 1), 0)
      return
    }
    // At any moment there are more viewers in long plays than begin them: a play is taken as often as it is long.
    let stop = 0
    let title = 0
    for (let i = 0; i < MOST_TRIES; i++) {
      const base = eventBase(row + 1, i)
      title = this.choose(base)
      stop = this.stopOf(title, base)
      if (below(mix(base ^ this.lifeKey), LONGEST_S) < stop) break
    }
    rows[at + TITLE] = title
    rows[at + STOP] = this.withDuration(title, stop)
    rows[at + LIFE] = pack(PHASE.play, 0, below(other, stop))
  }
}
