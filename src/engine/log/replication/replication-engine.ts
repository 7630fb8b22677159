import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { checkRun } from './checks.ts'
import { CONTROLLER, LANE_IDS } from './codes.ts'
import type { BrokerAct, ReplicationCommand, ReplicationConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type ReplicationFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { Lane, nodeName, type SavedLane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { REPLICATION_SETTINGS, type ReplicationSettings } from './settings.ts'
import { Source, type SavedSource } from './source.ts'

export interface SavedReplicationEngine extends SavedRun<ReplicationSettings> {
  readonly everUnclean: boolean
  readonly source: SavedSource
  readonly lanes: readonly SavedLane[]
}

/** What the trace hash calls each thing that does not come from a lane. */
const RECORD = { made: 1_001, act: 1_002, link: 1_003, broke: 1_004, set: 1_005 } as const

/** What a person does to a broker, in a few words. */
const DONE: Record<BrokerAct, string> = {
  kill: 'killed',
  restart: 'started again',
  freeze: 'frozen',
  thaw: 'goes on',
  'cut-off': 'cut off',
  reconnect: 'connected again',
}

/**
 * A topic kept on several brokers, in lanes that are given the same records and meet the same failures: the whiteboard's
 * way, Kafka as it is set, and Kafka with acks=1. In each lane a record that was sent has been told "ok", has been told
 * "failed", or has not been answered; and what was told "ok" is in the log that counts, or it is listed as lost.
 */
export class ReplicationEngine extends RunEngine<
  ReplicationCommand,
  ReplicationFrame,
  ReplicationSettings,
  SavedReplicationEngine
> {
  readonly config: ReplicationConfig
  readonly lanes: readonly Lane[]
  private readonly source: Source
  private wasUnclean: boolean

  constructor(config: ReplicationConfig) {
    super(REPLICATION_SETTINGS, config.settings)
    this.config = config
    this.wasUnclean = config.settings.unclean
    this.lanes = LANE_IDS.map((id) => new Lane(id, config))
    this.source = new Source(config.seed, config.settings)
  }

  /** True once unclean elections were allowed. */
  get everUnclean(): boolean {
    return this.wasUnclean
  }

  protected get due(): SimTime {
    return Math.min(this.source.due, ...this.lanes.map((lane) => lane.nextTime ?? Infinity))
  }

  protected carryOut(command: ReplicationCommand): Outcome<string> {
    if (command.kind === 'set') return this.changeSetting(command)
    if ('broker' in command) return this.actOn(command.kind, command.broker)
    if ('a' in command) return this.changeLink(command.a, command.b, command.kind === 'cut')
    for (const lane of this.lanes) lane.breakConnections(this.time)
    this.record(RECORD.broke)
    return accept('the producer’s connections broken')
  }

  frame(span: Span, columns: Columns): ReplicationFrame {
    return buildFrame(this, span, columns)
  }

  summaries(): LaneSummary[] {
    return this.lanes.map(summarise)
  }

  measures(): number[] {
    return this.summaries().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = this.lanes.find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this.lanes, this.current)
  }

  save(): SavedReplicationEngine {
    return {
      ...this.saveRun(),
      everUnclean: this.wasUnclean,
      source: this.source.save(),
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedReplicationEngine): void {
    this.restoreRun(saved)
    this.wasUnclean = saved.everUnclean
    this.source.restore(saved.source)
    this.lanes.forEach((lane, i) => lane.restore(at(saved.lanes, i)))
  }

  /** One event: a record first, then the lanes in their order. No lane knows of another. */
  protected handle(): void {
    if (this.source.due === this.time) {
      const partition = this.source.take(this.current)
      for (const lane of this.lanes) lane.produce(partition, this.time)
      return this.record(RECORD.made, partition)
    }
    const index = this.lanes.findIndex((lane) => lane.nextTime === this.time)
    const lane = at(this.lanes, index)
    const what = lane.handleNext()
    this.record(index, ...what)
    const { ok, lost, failed, delivered } = lane.ledger.counts
    for (const count of [ok, lost, failed, delivered]) this.hash.add(count)
  }

  protected reconfigure(_key: string, before: ReplicationSettings): void {
    this.wasUnclean ||= this.current.unclean
    if (this.current.rate !== before.rate || this.current.uneven !== before.uneven)
      this.source.reconfigure(this.current, this.time)
    for (const lane of this.lanes) lane.reconfigure(this.current, this.time)
    this.record(RECORD.set)
  }

  private changeLink(a: number, b: number, isCut: boolean): Outcome<string> {
    const [low, high] = [Math.min(a, b), Math.max(a, b)]
    if (low === high) return refuse('a link has two ends')
    for (const node of [low, high])
      if (node < CONTROLLER || node > this.current.brokers) return refuse(`there is no broker ${node}`)
    const name = `${nodeName(low)} and ${nodeName(high)}`
    const network = at(this.lanes, 0).network
    if (network.isCut(low, high) === isCut)
      return refuse(`the network between ${name} ${isCut ? 'is cut already' : 'is not cut'}`)
    for (const lane of this.lanes) lane.cutLink(low, high, isCut, this.time)
    this.record(RECORD.link, low, high, isCut ? 1 : 0)
    return accept(`${isCut ? 'cut' : 'healed'}: ${name}`)
  }

  private actOn(kind: BrokerAct, id: number): Outcome<string> {
    const broker = at(this.lanes, 0).brokers.find((candidate) => candidate.id === id)
    if (broker === undefined) return refuse(`there is no broker ${id}`)
    const { state } = broker
    const isCutOff = at(this.lanes, 0).isCutOff(id)
    const may: Record<BrokerAct, boolean> = {
      kill: state !== 'down',
      restart: state === 'down',
      freeze: state === 'up',
      thaw: state === 'frozen',
      'cut-off': !isCutOff,
      reconnect: isCutOff,
    }
    if (!may[kind]) return refuse(`broker ${id} is ${isCutOff ? 'cut off' : WORDS[state]}; no ${kind} now`)
    for (const lane of this.lanes) lane.act(kind, id, this.time)
    this.record(RECORD.act, id, Object.keys(may).indexOf(kind))
    return accept(`broker ${id} ${DONE[kind]}`)
  }
}

const WORDS = { up: 'running', frozen: 'frozen', down: 'dead' } as const
