import { at } from '../../../shared/assert.ts'
import { accept, type Outcome } from '../../../shared/outcome.ts'
import { EVENT_TYPES, LATENESS_BUCKETS } from '../codes.ts'
import { MINUTE_MS, usualConfig, type IngestConfig } from '../config.ts'
import { Pipeline, type Stage } from '../pipeline.ts'
import { NONE, typeOf, type Batch } from '../record.ts'
import type { Board } from '../score/board.ts'
import type { SketchFile } from '../sketches/bytes.ts'
import { exportSketches } from '../sketches/export.ts'
import { USUAL_LIMITS, type DeadLetter } from './dead-letters.ts'
import { EventImport, type ImportCounts } from './event-import.ts'
import { foreignCatalogue, PipelineFeed } from './pipeline-feed.ts'
import { ENVELOPE, type Plan } from './plan.ts'
import { NamedTitles, numberedTitles, type Titles } from './titles.ts'
import { exportBoard, type BoardExport } from './write-board.ts'
import { eventLine } from './write-event.ts'

/** Titles that a file may name; what comes after them is unknown. */
const MOST_NAMED = 50_000
const BATCH = 8_192
/** Lines of 15 ids each: the newest 15.7 million are known again, in 64 MiB. */
const DEDUPE_LINES = 2 ** 20
const SEED = 1
const NOTHING_MENDED: ReadonlyMap<number, string> = new Map()
/** A board a minute of event time: more would take longer than the rest for a log of many days. */
const BOARD_EVERY_MS = MINUTE_MS

export interface FileRunOptions {
  readonly plan: Plan
  /** The size of a catalogue of numbered titles; null: the file's own names make it. */
  readonly titles: number | null
  /** What counts in the place of some lines, by their numbers. */
  readonly mended?: ReadonlyMap<number, string>
}

/**
 * Where every line of a file is. `received = accepted + rejected`, `accepted = unique + duplicate`, `unique = on time + late
 * + too late`: `received` counts lines, `accepted` the pipeline's events and `rejected` dead letters, each in its own place.
 */
export interface FileCounts {
  readonly lines: number
  /** Blank lines and a header: they were never meant as events. */
  readonly blank: number
  readonly received: number
  readonly accepted: number
  /** Dead letters that were not sent again with success. */
  readonly rejected: number
  /** The same by rule, as in DEAD_LETTER_RULES. */
  readonly rejectedBy: readonly number[]
  /** Dead letters that became events after all. */
  readonly replayed: number
  readonly unique: number
  readonly duplicate: number
  readonly onTime: number
  readonly late: number
  readonly tooLate: number
  /** Lines that were received before the line above them by what they say. */
  readonly raised: number
}

/** A file's way through the pipeline: bytes in pieces go in, counts, boards and dead letters come out; in constant memory. */
export class FileRun {
  readonly titles: Titles
  readonly source: EventImport
  readonly pipeline: Pipeline
  /** Accepted events by type, and by title's place. */
  readonly byType = new Float64Array(EVENT_TYPES.length)
  readonly byTitle: Float64Array
  /** Told after each stage; for whoever measures with a clock of their own. */
  watch: ((stage: Stage | 'read') => void) | null = null
  /** Told each accepted event in the envelope, a line without its newline. */
  onEvent: ((line: string) => void) | null = null
  private before: ReturnType<Pipeline['corrected']['save']>['early'] | null = null
  private readonly config: IngestConfig
  private readonly feed: PipelineFeed
  private readonly most: number

  constructor({ plan, titles, mended = NOTHING_MENDED }: FileRunOptions) {
    const most = titles ?? MOST_NAMED
    const config = configFor(plan, most)
    this.most = most
    this.config = config
    this.titles = titles === null ? new NamedTitles(MOST_NAMED) : numberedTitles(titles)
    this.byTitle = new Float64Array(most)
    this.pipeline = new Pipeline(config, foreignCatalogue(most))
    this.pipeline.watch = (stage) => this.watch?.(stage)
    this.feed = new PipelineFeed(this.pipeline, config.windows.idleMs, BATCH)
    this.source = new EventImport({
      plan,
      titles: this.titles,
      clock: config.clock,
      epochMs: null,
      batchSize: BATCH,
      limits: USUAL_LIMITS,
      mended,
      take: (batch, rules) => this.take(batch, rules),
    })
  }

  /** Takes the next bytes of the file, unpacked; false once it is refused and there is no use in reading on. */
  push(bytes: Uint8Array): boolean {
    return this.source.push(bytes)
  }

  /** The file is over. Refuses one of which nothing could be an event. */
  finish(): Outcome<ImportCounts> {
    const finished = this.source.finish()
    if (!finished.ok) return finished
    this.settle()
    return accept(finished.value)
  }

  /**
   * Sends the line of a dead letter again as `text`, received now; the file is over. What is told is the rule that it still
   * breaks; 0: it is an event now. `settle` brings the boards up to date after one or many.
   */
  replay(letter: DeadLetter, text: string): number {
    return this.source.sendAgain(letter, text)
  }

  /** Waits until all that came has been counted, and computes the boards anew. */
  settle(): void {
    this.feed.finish()
    const { corrected } = this.pipeline
    // Ranks and velocities are told against the board before the file's last, however often that is computed anew.
    const now = corrected.save()
    this.before ??= now.early
    corrected.restore({ ...now, early: this.before })
    corrected.compute()
    this.pipeline.drawn?.compute(this.pipeline.windows.watermark.ms)
  }

  get counts(): FileCounts {
    const { counts, deadLetters } = this.source
    const { accepted, unique, duplicate, onTime, late, tooLate } = this.pipeline.counts
    const blank = counts.blank + counts.header
    const { lines, raised } = counts
    const { seen, sentAgain: replayed, open: rejectedBy } = deadLetters
    const times = { onTime, late, tooLate }
    const ids = { accepted, unique, duplicate }
    const rejected = seen - replayed
    return { lines, blank, received: lines - blank, rejected, rejectedBy, replayed, raised, ...ids, ...times }
  }

  /** How late events were, by bucket of LATENESS_BUCKETS: as they were, and as drawn. */
  get lateness(): { readonly corrected: readonly number[]; readonly drawn: readonly number[] } {
    const { windows, drawn } = this.pipeline
    const none = LATENESS_BUCKETS.map(() => 0)
    return { corrected: [...windows.counts.lateness], drawn: drawn === null ? none : [...drawn.lateness] }
  }

  /** The last board, with the titles' names; null before there was one. */
  get board(): BoardExport | null {
    return this.named(this.pipeline.corrected.board)
  }

  /** The whiteboard's. */
  get drawnBoard(): BoardExport | null {
    return this.named(this.pipeline.drawn?.board ?? null)
  }

  /** The unique viewers of each title in the hour and the day that the board is about, as sketches. */
  sketches(): SketchFile {
    const epoch = this.source.epochMs ?? 0
    const nameOf = (title: number): string => this.titles.nameOf(title)
    return exportSketches(this.pipeline.windows, this.config, foreignCatalogue(this.most), epoch, nameOf)
  }

  private named(board: Board | null): BoardExport | null {
    const epoch = this.source.epochMs ?? 0
    return board === null ? null : exportBoard(board, epoch, (title) => this.titles.nameOf(title))
  }

  private take(batch: Batch, rules: Uint8Array): void {
    this.watch?.('read')
    this.feed.take(batch)
    const epoch = this.source.epochMs ?? 0
    for (let i = 0; i < batch.length; i++) {
      if (rules[i] !== 0) continue
      const type = typeOf(at(batch.dims, i))
      this.byType[type] = at(this.byType, type) + 1
      const title = at(batch.title, i)
      if (title !== NONE && title < this.most) this.byTitle[title] = at(this.byTitle, title) + 1
      this.onEvent?.(eventLine(batch, i, epoch, this.titles))
    }
  }
}

function configFor(plan: Plan, titles: number): IngestConfig {
  const usual = usualConfig(SEED, 100, titles)
  return {
    ...usual,
    // A foreign log has no heartbeats that would prove that somebody watches.
    score: { ...usual.score, guard: plan === ENVELOPE },
    windows: { ...usual.windows, boardEveryMs: BOARD_EVERY_MS },
    // Ids of a file are names of any kind, not a producer's running numbers.
    dedupe: { by: 'fingerprint', lines: DEDUPE_LINES },
    batchSize: BATCH,
  }
}
