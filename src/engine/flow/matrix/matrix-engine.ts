import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { scramble } from '../../kernel/random.ts'
import { readLiveSetting } from '../../kernel/set-command.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import { Arrivals, type SavedArrivals } from '../load/arrivals.ts'
import { Messages, type SavedMessages } from '../load/messages.ts'
import { FATE } from '../pressure/codes.ts'
import type { SavedStation } from '../station/station.ts'
import { CASE_SPECS, GROUP } from './cases.ts'
import { Cell } from './cell.ts'
import { checkRun } from './checks.ts'
import { CASES, COLUMNS, MANNERS, type CaseId } from './codes.ts'
import type { MatrixCommand, MatrixConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type MatrixFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { measuresOf, summaries } from './measures.ts'
import { MATRIX_SETTINGS, type MatrixSettings } from './settings.ts'

/** An event of this engine is a look at all cells; between two looks every cell follows its own exact times. */
const LOOK: SimTime = 100 * MILLISECOND

/** One row's messages: the same for all of its cells. */
interface Traffic {
  readonly row: CaseId
  readonly arrivals: Arrivals
  readonly messages: Messages
}

export interface SavedMatrixEngine {
  readonly now: SimTime
  readonly settings: MatrixSettings
  readonly hash: SavedHash
  readonly traffic: readonly { readonly arrivals: SavedArrivals; readonly messages: SavedMessages }[]
  readonly cells: readonly SavedStation[]
}

/** Live video: its messages belong to groups of pictures, one after the other. */
class VideoMessages extends Messages {
  override makeUpTo(count: number): void {
    const first = this.key.length
    super.makeUpTo(count)
    for (let item = first; item < count; item++)
      this.key.set(item, Math.floor(item / GROUP) % CASE_SPECS.video.keys)
  }
}

/**
 * Slide 16's matrix, every cell of it run: six kinds of traffic, each into five strategies as drawn and into the same five
 * with care. A cell meets its row's needs or does not; nothing of it is typed in. In every cell:
 * offered = served + lost + held + waiting.
 */
export class MatrixEngine implements Engine<MatrixCommand, MatrixFrame, SavedMatrixEngine> {
  readonly config: MatrixConfig
  readonly checkpointEvery = SECOND
  readonly cells: readonly Cell[]
  private readonly traffic: readonly Traffic[]
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private current: MatrixSettings

  constructor(config: MatrixConfig) {
    this.config = config
    this.current = config.settings
    this.traffic = CASES.map((row, i) => createTraffic(row, scramble(config.seed + i + 1), config.settings))
    this.cells = this.traffic.flatMap(({ row, arrivals, messages }) =>
      COLUMNS.flatMap((column) =>
        MANNERS.map(
          (manner) =>
            new Cell({
              row,
              column,
              manner,
              arrivals,
              messages,
              seed: config.seed,
              settings: config.settings,
            }),
        ),
      ),
    )
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.current.for * SECOND
  }

  /** `now`, but not beyond the run's end: nothing goes on after it. */
  get clock(): SimTime {
    return Math.min(this.time, this.extent)
  }

  get settings(): MatrixSettings {
    return this.current
  }

  get nextEventTime(): SimTime | null {
    const next = (Math.floor(this.time / LOOK) + 1) * LOOK
    return next > this.extent ? null : next
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      this.bringTo(next)
      handled += 1
    }
    this.bringTo(Math.min(until, this.extent))
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: MatrixCommand): Outcome<string> {
    if (this.time >= this.extent)
      return refuse(`the run is over at ${this.extent / SECOND} s; go back to change it`)
    const read = readLiveSetting(MATRIX_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.current = { ...this.current, [command.key]: value }
    this.hash.add(this.time)
    this.hash.addText(token)
    return accept(label)
  }

  frame(span: Span, columns: Columns): MatrixFrame {
    return buildFrame(this, span, columns)
  }

  measures(): number[] {
    return summaries(this).flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    return explainMeasure(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  /** What was done by hand, then what each cell did. */
  traceHash(): string {
    const all = new TraceHash()
    all.restore(this.hash.save())
    for (const { station } of this.cells) for (const word of station.ledger.hash.save()) all.add(word)
    return all.hex()
  }

  save(): SavedMatrixEngine {
    return {
      now: this.time,
      settings: this.current,
      hash: this.hash.save(),
      traffic: this.traffic.map(({ arrivals, messages }) => ({
        arrivals: arrivals.save(),
        messages: messages.save(),
      })),
      cells: this.cells.map((cell) => cell.save()),
    }
  }

  restore(saved: SavedMatrixEngine): void {
    this.time = saved.now
    this.current = saved.settings
    this.hash.restore(saved.hash)
    this.traffic.forEach(({ arrivals, messages }, i) => {
      const old = at(saved.traffic, i)
      arrivals.restore(old.arrivals)
      messages.restore(old.messages)
    })
    this.cells.forEach((cell, i) => cell.restore(at(saved.cells, i)))
  }

  private bringTo(time: SimTime): void {
    const crash = this.current.crash * SECOND
    if (crash > 0 && this.time < crash && crash <= time) {
      this.followUpTo(crash)
      this.killSenders(crash)
    }
    this.followUpTo(time)
    this.time = Math.max(this.time, time)
  }

  private followUpTo(time: SimTime): void {
    for (const { arrivals, messages } of this.traffic) {
      arrivals.makeUpTo(time)
      messages.makeUpTo(arrivals.count)
    }
    for (const { station } of this.cells) station.advance(time)
  }

  /** The senders' processes die. An outbox outlives them; what waited in their memory is gone. */
  private killSenders(now: SimTime): void {
    for (const { manner, station } of this.cells)
      if (manner === 'drawn') station.loseWaiting(FATE.lostInCrash, now)
  }
}

function createTraffic(row: CaseId, seed: number, settings: MatrixSettings): Traffic {
  const { service, serviceShape, keys, bytes } = CASE_SPECS[row]
  const spec = { keys, bytes, demand: { shape: serviceShape, scv: 1, blockers: 0, blockMs: 0 } }
  return {
    row,
    messages: row === 'video' ? new VideoMessages(seed, spec) : new Messages(seed, spec),
    arrivals: new Arrivals(seed, {
      rate: (service * settings.calm) / 100,
      gaps: row === 'video' ? 'even' : 'poisson',
      shape: {
        kind: 'one-burst',
        times: settings.rush / settings.calm,
        seconds: settings.rushFor,
        every: settings.rushAt,
      },
      most: Infinity,
    }),
  }
}
