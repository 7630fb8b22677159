import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { plural } from '../../../shared/words.ts'
import { AlarmEngine } from '../../kernel/alarm-engine.ts'
import { Alarms, type Alarm, type SavedAlarms } from '../../kernel/alarms.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { Pacer, type SavedPacer } from '../../kernel/pacer.ts'
import { RandomStream } from '../../kernel/random.ts'
import type { SavedRun } from '../../kernel/run-engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { checkRun } from './checks.ts'
import type { ReaderId, RevealCommand, RevealConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type RevealFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import type { Lane } from './lane.ts'
import { LogLane } from './log-lane.ts'
import { measuresOf, summarise, type Summary } from './measures.ts'
import { READERS, readerName } from './readers.ts'
import { RingLane } from './ring-lane.ts'
import { MAX_RECORDS, REVEAL_SETTINGS, type RevealSettings } from './settings.ts'

/** One instant's order: a slot freed at an instant is free for the record made at that instant. */
const RANK = { commit: 0, read: 1, check: 2, produce: 3 } as const

/** What the trace hash calls each thing that happens. */
const RECORD = { commit: 1, read: 2, check: 3, produce: 4, stall: 5, readByHand: 6, set: 7 } as const

export interface SavedRevealEngine extends SavedRun<RevealSettings> {
  readonly alarms: SavedAlarms
  readonly producer: SavedPacer
  readonly checker: SavedPacer
  readonly readers: readonly SavedPacer[]
  readonly stalled: readonly boolean[]
  readonly lanes: readonly unknown[]
}

/**
 * One producer and one or two readers around three buffers: a ring that blocks, a ring that overwrites, a log. All are
 * offered the same records, and each reader comes to all of them at the same moments. For each reader of each buffer
 * produced = read + unread + waiting + lost + skipped.
 */
export class RevealEngine extends AlarmEngine<RevealCommand, RevealFrame, RevealSettings, SavedRevealEngine> {
  readonly config: RevealConfig
  readonly block: RingLane
  readonly overwrite: RingLane
  readonly log: LogLane
  private readonly producer: Pacer
  private readonly checker: Pacer
  private readonly readers: readonly Pacer[]
  protected readonly alarms: Alarms
  private stalled: boolean[]

  constructor(config: RevealConfig) {
    super(REVEAL_SETTINGS, config.settings)
    const { seed, settings } = config
    this.config = config
    this.block = new RingLane('block', config)
    this.overwrite = new RingLane('overwrite', config)
    this.log = new LogLane(config)
    this.producer = new Pacer(RandomStream.of(seed, 'producer.gaps'), producerPace(settings), 'at-once')
    this.checker = new Pacer(RandomStream.of(seed, 'retention.checks'), checkPace(settings), 'after-a-gap')
    this.readers = READERS.slice(0, settings.readers).map(
      (id, i) =>
        new Pacer(RandomStream.of(seed, `reader.${id}.gaps`), readerPace(settings, i), 'after-a-gap'),
    )
    this.stalled = this.readers.map(() => false)
    this.alarms = new Alarms(this.createAlarms())
    this.alarms.plan(this.end)
  }

  get lanes(): readonly [RingLane, RingLane, LogLane] {
    return [this.block, this.overwrite, this.log]
  }

  get readerCount(): number {
    return this.readers.length
  }

  isStalled(reader: number): boolean {
    return at(this.stalled, reader)
  }

  /** When retention is checked next; null for not at all. */
  get checkDue(): SimTime | null {
    return this.checker.due
  }

  frame(span: Span, columns: Columns): RevealFrame {
    return buildFrame(this, span, columns)
  }

  /** A summary of each reader of each buffer, buffer by buffer. */
  summaries(): Summary[] {
    return this.lanes.flatMap((lane) => lane.books.map((_, reader) => summarise(this, lane, reader)))
  }

  measures(): number[] {
    return this.summaries().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  /** `lane` is a buffer and a reader: "log-b". */
  explain(lane: string, measure: string): Explanation | null {
    const [id, letter] = lane.split('-')
    const found: Lane | undefined = this.lanes.find((candidate) => candidate.id === id)
    const reader = READERS.findIndex((candidate) => candidate === letter)
    if (found?.books[reader] === undefined) return null
    return explainMeasure(this, found, reader, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  save(): SavedRevealEngine {
    return {
      ...this.saveRun(),
      alarms: this.alarms.save(),
      producer: this.producer.save(),
      checker: this.checker.save(),
      readers: this.readers.map((reader) => reader.save()),
      stalled: this.stalled.slice(),
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedRevealEngine): void {
    this.restoreRun(saved)
    this.alarms.restore(saved.alarms)
    this.producer.restore(saved.producer)
    this.checker.restore(saved.checker)
    this.readers.forEach((reader, i) => reader.restore(at(saved.readers, i)))
    this.stalled = saved.stalled.slice()
    this.lanes.forEach((lane, i) => lane.restore(at(saved.lanes, i)))
  }

  private createAlarms(): Alarm[] {
    const ofReaders = this.readers.map((pacer, i): Alarm => ({
      rank: RANK.read,
      due: () => pacer.due,
      ring: () => this.turn(pacer, i),
    }))
    return [
      { rank: RANK.commit, due: () => this.log.commitDue, ring: () => this.commit() },
      ...ofReaders,
      { rank: RANK.check, due: () => this.checker.due, ring: () => this.check() },
      { rank: RANK.produce, due: () => this.producer.due, ring: () => this.produce() },
    ]
  }

  private commit(): void {
    this.log.commit(this.time)
    this.record(RECORD.commit)
  }

  private turn(pacer: Pacer, reader: number): void {
    pacer.next()
    for (const lane of this.lanes) lane.read(reader, this.time)
    this.record(RECORD.read, reader)
  }

  private check(): void {
    this.checker.next()
    this.log.cleanUp(this.time)
    this.record(RECORD.check)
  }

  private produce(): void {
    if (this.log.enteredAt.length >= MAX_RECORDS) {
      this.producer.stop(this.time)
      this.end = this.time
      return
    }
    this.producer.next()
    for (const lane of this.lanes) lane.offer(this.time)
    this.record(RECORD.produce)
  }

  protected carryOut(command: RevealCommand): Outcome<string> {
    switch (command.kind) {
      case 'stall':
        return this.stall(command.reader, command.stalled)
      case 'read':
        return this.readByHand(command.reader)
      case 'clean-up': {
        const gone = this.log.cleanUp(this.time)
        this.record(RECORD.check)
        return accept(`retention checked: ${plural(gone, 'segment')} deleted`)
      }
      case 'set':
        return this.changeSetting(command)
    }
  }

  private stall(id: ReaderId, stalled: boolean): Outcome<string> {
    const reader = READERS.indexOf(id)
    const pacer = this.readers[reader]
    if (pacer === undefined) return refuse(`there is no reader ${id.toUpperCase()} in this run`)
    const name = readerName(reader)
    if (this.stalled[reader] === stalled)
      return refuse(stalled ? `${name} is stalled already` : `${name} is not stalled`)
    this.stalled[reader] = stalled
    if (stalled) pacer.stop(this.time)
    else pacer.goOn(this.time)
    this.record(RECORD.stall, reader, stalled ? 1 : 0)
    return accept(stalled ? `${name} stalls` : `${name} goes on`)
  }

  private readByHand(id: ReaderId): Outcome<string> {
    const reader = READERS.indexOf(id)
    if (reader >= this.readers.length) return refuse(`there is no reader ${id.toUpperCase()} in this run`)
    const resets = this.log.resets
    const took = this.lanes.filter((lane) => lane.read(reader, this.time)).length
    if (took === 0 && this.log.resets === resets)
      return refuse(`there is nothing to read for ${readerName(reader)}`)
    this.record(RECORD.readByHand, reader)
    return accept(`${readerName(reader)} reads one`)
  }

  protected reconfigure(): void {
    this.producer.change(producerPace(this.current), this.time)
    this.checker.change(checkPace(this.current), this.time)
    this.readers.forEach((reader, i) => reader.change(readerPace(this.current, i), this.time))
    for (const lane of this.lanes) lane.reconfigure(this.current, this.time)
    this.record(RECORD.set)
  }

  /** Every event goes into the fingerprint with what it came to: the counts of every reader, the log's ends. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    for (const { books } of this.lanes)
      for (const { counts } of books)
        for (const count of [counts.produced, counts.read, counts.unread, counts.lost, counts.skipped])
          this.hash.add(count)
    const { logStartOffset, highWatermark } = this.log.partition
    this.hash.add(logStartOffset)
    this.hash.add(highWatermark)
  }
}

const producerPace = ({ write, writeUneven }: RevealSettings): { rate: number; unevenness: number } => ({
  rate: write,
  unevenness: writeUneven,
})

const readerPace = (
  { readA, readB, readUneven }: RevealSettings,
  reader: number,
): { rate: number; unevenness: number } => ({ rate: reader === 0 ? readA : readB, unevenness: readUneven })

const checkPace = ({ check }: RevealSettings): { rate: number; unevenness: number } => ({
  rate: 1 / check,
  unevenness: 0,
})
