import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span, StudyPart } from '../../kernel/engine.ts'
import { isSet, printSet, readLiveSetting } from '../../kernel/set-command.ts'
import { SECOND, toMs, type SimTime } from '../../kernel/time.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import { REGIONS } from '../codes.ts'
import type { IngestCommand } from '../command.ts'
import { NO_FAULTS, TICK, type IngestConfig } from '../config.ts'
import { IngestEngine, type SavedIngest } from '../ingest-engine.ts'
import { PlaneLog, type SavedPlane } from '../plane/plane.ts'
import { Traffic, type SavedTraffic } from '../plane/traffic.ts'
import { checkRun } from './checks.ts'
import {
  drawnFaultsOf,
  FOR_EVER_MS,
  ingestConfigOf,
  LANDING_MS,
  OUTAGE_MS,
  RELEASE_SHARE,
  spacingOf,
  VIRAL_SHARE,
  type TrendingCommand,
  type TrendingConfig,
} from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type TrendingFrame } from './frame.ts'
import { GUEST_PRODUCERS, LabGuests, type SavedGuests } from './guests.ts'
import { History, type SavedHistory } from './history.ts'
import { Journal, type SavedJournal } from './journal.ts'
import { landmarksOf } from './landmarks.ts'
import { measuresOf } from './measures.ts'
import { Looker, type SavedOnlooker } from './onlooker.ts'
import { TRENDING_SETTINGS, type TrendingSettings } from './settings.ts'
import { studyTitle } from './study.ts'

export interface SavedTrending {
  readonly now: SimTime
  readonly settings: TrendingSettings
  readonly hash: SavedHash
  readonly ingest: SavedIngest
  readonly guests: SavedGuests
  readonly looker: SavedOnlooker
  readonly plane: SavedPlane
  readonly traffic: SavedTraffic
  readonly history: SavedHistory
  readonly journal: SavedJournal
}

/**
 * The ingestion pipeline as a lab: a population, the whole way to the board, and the board as drawn beside it. An event
 * is a tick of 100 ms. received = accepted + rejected, accepted = unique + duplicate, unique = on time + late + too late.
 */
export class TrendingEngine implements Engine<TrendingCommand, TrendingFrame, SavedTrending> {
  readonly config: TrendingConfig
  readonly checkpointEvery: SimTime
  readonly ingestConfig: IngestConfig
  readonly ingest: IngestEngine
  readonly guests: LabGuests
  readonly looker: Looker
  readonly plane: PlaneLog
  readonly traffic: Traffic
  readonly history: History
  readonly journal = new Journal()
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private current: TrendingSettings

  constructor(config: TrendingConfig) {
    const { seed, settings } = config
    this.config = config
    this.current = settings
    this.checkpointEvery = spacingOf(settings)
    const ingestConfig = ingestConfigOf(config)
    const { viewers, subscribers } = ingestConfig.population
    this.ingestConfig = ingestConfig
    this.ingest = new IngestEngine(ingestConfig)
    this.guests = new LabGuests(seed, viewers, subscribers, settings.botAccounts, this.ingest.catalogue)
    this.ingest.guests = this.guests
    const producers = viewers + settings.botAccounts + GUEST_PRODUCERS
    const { batchSize } = ingestConfig
    this.looker = new Looker(this.ingest.pipeline, producers, this.guests.filmUser, batchSize, this.hash)
    this.plane = new PlaneLog(this.ingest, ingestConfig)
    this.traffic = new Traffic(this.ingest, ingestConfig)
    this.ingest.pipeline.onlooker = (stage, ...events) => {
      this.looker.see(stage, ...events)
      if (stage === 'accepted') return
      this.plane.see(...events)
      this.traffic.see(...events)
    }
    this.ingest.pipeline.keeper = this.traffic.keep
    this.history = new History(this.ingest)
  }

  get now(): SimTime {
    return this.time
  }

  get nowMs(): number {
    return toMs(Math.min(this.time, this.extent))
  }

  get extent(): SimTime {
    return this.current.for * SECOND
  }

  get nextEventTime(): SimTime | null {
    const next = this.ingest.nextEventTime
    return next > this.extent ? null : next
  }

  get settings(): TrendingSettings {
    return this.current
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    const end = Math.min(until, this.extent)
    let handled = 0
    while (handled < maxEvents && this.ingest.nextEventTime <= end) {
      this.ingest.advance(this.ingest.nextEventTime, 1)
      this.time = this.ingest.now
      handled += 1
      this.endTick()
    }
    const isDone = (this.nextEventTime ?? Infinity) > until
    if (isDone) this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: TrendingCommand): Outcome<string> {
    if (this.time >= this.extent)
      return refuse(`the run is over at ${this.current.for} s; go back to change it`)
    const done = isSet(command) ? this.set(command) : this.act(command)
    if (!done.ok) return done
    this.hash.add(this.time)
    this.hash.addText(isSet(command) ? printSet(command) : JSON.stringify(command))
    this.journal.add(this.time, command.kind, done.value)
    return done
  }

  frame(span: Span, columns: Columns): TrendingFrame {
    return buildFrame(this, span, columns)
  }

  measures(): number[] {
    return measuresOf(this).flat()
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    return explainMeasure(this, lane, measure)
  }

  /** Part n: the newest events about title n, with what became of them. */
  study(part: number): StudyPart {
    return { parts: this.current.titles, piece: studyTitle(this, part) }
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedTrending {
    return {
      now: this.time,
      settings: this.current,
      hash: this.hash.save(),
      ingest: this.ingest.save(),
      guests: this.guests.save(),
      looker: this.looker.save(),
      plane: this.plane.save(),
      traffic: this.traffic.save(),
      history: this.history.save(),
      journal: this.journal.save(),
    }
  }

  restore(saved: SavedTrending): void {
    this.time = saved.now
    this.current = saved.settings
    this.hash.restore(saved.hash)
    this.ingest.restore(saved.ingest)
    this.guests.restore(saved.guests)
    this.looker.restore(saved.looker)
    this.plane.restore(saved.plane)
    this.traffic.restore(saved.traffic)
    this.history.restore(saved.history)
    this.journal.restore(saved.journal)
  }

  private endTick(): void {
    const { pipeline } = this.ingest
    const before = this.history.boards.length
    this.plane.endTick()
    this.traffic.endTick()
    this.history.look(this.nowMs)
    this.journal.look(this)
    const { late, tooLate } = pipeline.windows.counts
    this.hash.add(tooLate)
    this.hash.add(late)
    if (this.history.boards.length === before) return
    for (const board of [pipeline.drawn?.board ?? null, pipeline.corrected.board])
      for (let rank = 0; rank < (board?.length ?? 0); rank++) {
        this.hash.add(board?.title[rank] ?? 0)
        this.hash.add(Math.round(1e6 * (board?.score[rank] ?? 0)))
      }
  }

  private set(command: Extract<TrendingCommand, { kind: 'set' }>): Outcome<string> {
    const read = readLiveSetting(TRENDING_SETTINGS, command)
    if (!read.ok) return read
    this.current = { ...this.current, [command.key]: read.value.value }
    const { keying, watermark, lateness } = this.current
    const done = this.pass(
      command.key === 'keying'
        ? { kind: 'keying', keying }
        : command.key === 'watermark' || command.key === 'lateness'
          ? { kind: 'windows', watermarkMs: 1_000 * watermark, latenessMs: 1_000 * lateness }
          : { kind: 'faults', faults: drawnFaultsOf(this.current) },
    )
    return done.ok ? accept(read.value.label) : done
  }

  private act(command: Exclude<TrendingCommand, { kind: 'set' }>): Outcome<string> {
    const fromMs = this.nowMs
    const tick = Math.round(this.ingest.now / TICK)
    const { faults } = this.ingest.population
    switch (command.kind) {
      case 'viral': {
        if (command.on === (faults.viral !== null))
          return refuse(command.on ? 'a title is viral already' : 'no title is viral')
        const viral = command.on ? { fromMs, untilMs: FOR_EVER_MS, share: VIRAL_SHARE } : NO_FAULTS.viral
        this.pass({ kind: 'faults', faults: { viral } })
        return accept(command.on ? 'A title goes viral' : 'The viral title is over')
      }
      case 'release': {
        if (faults.release !== null) return refuse('the new title is out already')
        const release = { fromMs, untilMs: FOR_EVER_MS, share: RELEASE_SHARE }
        this.pass({ kind: 'faults', faults: { release } })
        return accept('A title comes out')
      }
      case 'bots': {
        if (command.on === faults.bots > 0)
          return refuse(command.on ? 'the bots are at work already' : 'no bots are at work')
        this.pass({ kind: 'faults', faults: { bots: command.on ? this.current.botAccounts : 0 } })
        return accept(command.on ? 'Bots begin' : 'The bots stop')
      }
      case 'outage': {
        if (faults.outage !== null && fromMs < faults.outage.untilMs)
          return refuse('a region is silent already; it is back within two minutes')
        const region = REGIONS[command.region]
        if (region === undefined) return refuse(`there is no region ${command.region}`)
        const outage = { fromMs, untilMs: fromMs + OUTAGE_MS, region: command.region }
        this.pass({ kind: 'faults', faults: { outage } })
        return accept(`The region ${region} falls silent`)
      }
      case 'crash': {
        const done = this.pass({ kind: 'crash', collector: command.collector })
        return done.ok ? accept(`The collector of ${REGIONS[command.collector] ?? ''} crashes`) : done
      }
      case 'delay':
        return this.pass(command)
      case 'flight': {
        if (!this.guests.land(tick)) return refuse('no more planes: eight have landed')
        // With the forty whose three hours are known, everybody else who was out of reach is back.
        const landing = { fromMs, untilMs: fromMs + LANDING_MS }
        this.pass({ kind: 'faults', faults: { landing } })
        return accept('A flight lands')
      }
      case 'film':
        return this.guests.play(tick) ? accept('One film begins') : refuse('the film is still on')
    }
  }

  private pass(command: IngestCommand): Outcome<string> {
    return this.ingest.apply(command)
  }
}
