import { at } from '../../../shared/assert.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { scramble } from '../../kernel/random.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash } from '../../kernel/trace-hash.ts'
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

export interface SavedMatrixEngine extends SavedRun<MatrixSettings> {
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
export class MatrixEngine extends RunEngine<MatrixCommand, MatrixFrame, MatrixSettings, SavedMatrixEngine> {
  readonly config: MatrixConfig
  readonly checkpointEvery = SECOND
  readonly cells: readonly Cell[]
  private readonly traffic: readonly Traffic[]

  constructor(config: MatrixConfig) {
    super(MATRIX_SETTINGS, config.settings)
    this.config = config
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
  override traceHash(): string {
    const all = new TraceHash()
    all.restore(this.hash.save())
    for (const { station } of this.cells) for (const word of station.ledger.hash.save()) all.add(word)
    return all.hex()
  }

  save(): SavedMatrixEngine {
    return {
      ...this.saveRun(),
      traffic: this.traffic.map(({ arrivals, messages }) => ({
        arrivals: arrivals.save(),
        messages: messages.save(),
      })),
      cells: this.cells.map((cell) => cell.save()),
    }
  }

  restore(saved: SavedMatrixEngine): void {
    this.restoreRun(saved)
    this.traffic.forEach(({ arrivals, messages }, i) => {
      const old = at(saved.traffic, i)
      arrivals.restore(old.arrivals)
      messages.restore(old.messages)
    })
    this.cells.forEach((cell, i) => cell.restore(at(saved.cells, i)))
  }

  protected get due(): SimTime {
    return (Math.floor(this.time / LOOK) + 1) * LOOK
  }

  /** A look at the cells: they have come along already. */
  protected handle(): void {}

  protected carryOut(command: MatrixCommand): Outcome<string> {
    return this.changeSetting(command)
  }

  protected reconfigure(): void {
    this.hash.add(this.time)
  }

  protected override follow(time: SimTime): void {
    const crash = this.current.crash * SECOND
    if (crash > 0 && this.time < crash && crash <= time) {
      this.followUpTo(crash)
      this.killSenders(crash)
    }
    this.followUpTo(time)
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
