import { assert, at } from '../../../shared/assert.ts'
import { EventQueue, type SavedQueue } from '../../kernel/event-queue.ts'
import type { SimTime } from '../../kernel/time.ts'
import { Authorities, type Authority } from './authorities.ts'
import { Broker, type SavedBroker } from './broker.ts'
import { CONSUMER_CLIENT, CONTROLLER, PRODUCER_CLIENT, type LaneId } from './codes.ts'
import type { BrokerAct, ReplicationConfig } from './config.ts'
import { Consumer, type SavedConsumer } from './consumer.ts'
import type { LaneContext } from './context.ts'
import { Controller, type SavedController } from './controller.ts'
import { noCounts, type Counters } from './counters.ts'
import { Journal, type SavedJournal } from './journal.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import type { LaneEvent, Message, Payload, Request, Timer, TimerName } from './messages.ts'
import { metricsOf, type Metrics } from './metrics.ts'
import { Network, type SavedNetwork } from './network.ts'
import { policyOf, type LanePolicy } from './policy.ts'
import { Producer, type SavedProducer } from './producer.ts'
import type { ReplicationSettings } from './settings.ts'

export interface SavedLane {
  readonly now: SimTime
  readonly queue: SavedQueue<LaneEvent>
  readonly settings: ReplicationSettings
  readonly wire: readonly Message[]
  readonly nextMessage: number
  readonly brokers: readonly SavedBroker[]
  readonly controller: SavedController
  readonly producer: SavedProducer
  readonly consumer: SavedConsumer
  readonly network: SavedNetwork
  readonly ledger: SavedLedger
  readonly journal: SavedJournal
  readonly counters: Counters
  readonly authorities: readonly Authority[]
  readonly before: Metrics
}

const QUEUE_LIMIT = 200_000

const REQUESTS: ReadonlySet<Payload['kind']> = new Set([
  'produce',
  'fetch',
  'read',
  'epoch-ask',
  'ask-metadata',
] satisfies Request['kind'][])

/** On which brokers each partition is kept; the first leads at first, another one for each. */
export function assign({ brokers, replicas, partitions }: ReplicationSettings): number[][] {
  const count = Math.min(brokers, replicas)
  return Array.from({ length: partitions }, (_, p) =>
    Array.from({ length: count }, (__, i) => ((p + i) % brokers) + 1),
  )
}

/** One cluster with its clients: everything in it happens by messages and alarms, in a total order. */
export class Lane implements LaneContext {
  readonly id: LaneId
  readonly policy: LanePolicy
  readonly brokers: readonly Broker[]
  readonly controller: Controller
  readonly producer: Producer
  readonly consumer: Consumer
  readonly network: Network
  readonly authorities: Authorities
  readonly ledger = new Ledger()
  readonly journal = new Journal()
  readonly counters: Counters = noCounts()
  settings: ReplicationSettings
  now: SimTime = 0
  private readonly queue = new EventQueue<LaneEvent>(QUEUE_LIMIT)
  private underway: Message[] = []
  private nextMessage = 0
  private metricsBefore: Metrics

  constructor(id: LaneId, { seed, settings }: ReplicationConfig) {
    const assignments = assign(settings)
    const leaders = assignments.map((replicas) => at(replicas, 0))
    this.id = id
    this.settings = settings
    this.policy = policyOf(id, settings)
    this.network = new Network(seed)
    this.controller = new Controller(settings.brokers, assignments)
    this.brokers = Array.from({ length: settings.brokers }, (_, i) => new Broker(i + 1, assignments))
    this.producer = new Producer(settings.brokers, leaders)
    this.consumer = new Consumer(settings.brokers, leaders)
    this.authorities = new Authorities(this, leaders)
    for (const broker of this.brokers) broker.learn(this, this.controller.metadata)
    for (const broker of this.brokers) broker.start(this)
    this.controller.start(this)
    this.consumer.start(this)
    this.metricsBefore = metricsOf(this)
  }

  get nextTime(): SimTime | null {
    return this.queue.nextTime
  }

  /** What is on its way now. */
  get wire(): readonly Message[] {
    return this.underway
  }

  /** The metrics as they were just before the newest fault. */
  get before(): Metrics {
    return this.metricsBefore
  }

  /** Handles the next event; there must be one. Returns what it was, as numbers for a fingerprint. */
  handleNext(): readonly number[] {
    const time = this.queue.nextTime
    assert(time !== null, 'an event is waiting')
    const event = this.queue.take()
    this.touch(time)
    if (event.kind === 'timer') {
      this.ring(event.timer)
      return [event.timer.node, event.timer.stamp]
    }
    const { message } = event
    const isUnderway = this.underway.some(({ id }) => id === message.id)
    this.underway = this.underway.filter(({ id }) => id !== message.id)
    // What broke with a connection is on the way no more.
    if (isUnderway) this.deliver(message)
    return [message.from, message.to, message.id]
  }

  /** The application hands a record to the producer. */
  produce(partition: number, now: SimTime): void {
    this.touch(now)
    this.producer.add(this, this.ledger.add(partition, now), partition)
  }

  reconfigure(settings: ReplicationSettings, now: SimTime): void {
    this.touch(now)
    this.settings = settings
    this.controller.reconsider(this)
  }

  /** Does something to a broker that can be done to it now. */
  act(kind: BrokerAct, id: number, now: SimTime): void {
    this.beginFault(now)
    const broker = at(this.brokers, id - 1)
    const say = (what: 'fault' | 'repair', text: string): void => this.journal.add(now, what, id, text)
    switch (kind) {
      case 'kill':
        say('fault', `broker ${id} is killed`)
        return this.kill(broker)
      case 'restart':
        say('repair', `broker ${id} starts again, with the log on its disk`)
        return broker.restart(this)
      case 'freeze':
        say('fault', `broker ${id} freezes: it handles nothing, and knows nothing of it`)
        broker.state = 'frozen'
        return
      case 'thaw':
        say('repair', `broker ${id} goes on, with ${broker.backlog} messages and alarms waiting`)
        return broker.thaw(this)
      case 'cut-off':
        say(
          'fault',
          `broker ${id} is cut off from the other brokers and the controller; clients still reach it`,
        )
        return this.linksOf(id).forEach((other) => this.network.cut(id, other, now))
      case 'reconnect':
        say('repair', `broker ${id} is connected again`)
        return this.linksOf(id).forEach((other) => this.network.heal(id, other))
    }
  }

  cutLink(a: number, b: number, isCut: boolean, now: SimTime): void {
    this.beginFault(now)
    if (isCut) this.network.cut(a, b, now)
    else this.network.heal(a, b)
    const name = `${nodeName(a)} and ${nodeName(b)}`
    const text = isCut ? `the network between ${name} is cut` : `the network between ${name} works again`
    this.journal.add(now, isCut ? 'fault' : 'repair', Math.max(a, b), text)
  }

  /** The producer's connections break: what is on them does not arrive. */
  breakConnections(now: SimTime): void {
    this.beginFault(now)
    const isHers = ({ from, to }: Message): boolean => from === PRODUCER_CLIENT || to === PRODUCER_CLIENT
    const lost = this.underway.filter(isHers)
    this.underway = this.underway.filter((message) => !isHers(message))
    this.journal.add(
      now,
      'fault',
      PRODUCER_CLIENT,
      `the producer’s connections break: ${lost.length} requests and answers under way are lost`,
    )
    for (const { payload } of lost) if (payload.kind === 'produce') this.loseUnheard(payload)
    this.producer.disconnectAll(this)
  }

  isCutOff(id: number): boolean {
    return this.linksOf(id).every((other) => this.network.isCut(id, other))
  }

  send(from: number, to: number, payload: Payload): void {
    const arriveAt = this.network.arrival(from, to, this.now, this.settings)
    if (this.network.isCut(from, to)) return
    const incarnation = to > CONTROLLER ? at(this.brokers, to - 1).incarnation : 0
    const message = { id: this.nextMessage++, from, to, incarnation, sentAt: this.now, arriveAt, payload }
    this.underway.push(message)
    this.queue.schedule(arriveAt, 0, { kind: 'deliver', message })
  }

  after(delay: SimTime, node: number, name: TimerName, key: number, stamp: number, held?: Message): void {
    const incarnation = node > CONTROLLER ? at(this.brokers, node - 1).incarnation : 0
    const timer: Timer = { node, name, key, stamp, incarnation, ...(held === undefined ? {} : { held }) }
    this.queue.schedule(this.now + Math.max(1, delay), 1, { kind: 'timer', timer })
  }

  save(): SavedLane {
    return {
      now: this.now,
      queue: this.queue.save(),
      settings: this.settings,
      wire: this.underway.slice(),
      nextMessage: this.nextMessage,
      brokers: this.brokers.map((broker) => broker.save()),
      controller: this.controller.save(),
      producer: this.producer.save(),
      consumer: this.consumer.save(),
      network: this.network.save(),
      ledger: this.ledger.save(),
      journal: this.journal.save(),
      counters: { ...this.counters },
      authorities: this.authorities.save(),
      before: this.metricsBefore,
    }
  }

  restore(saved: SavedLane): void {
    this.now = saved.now
    this.queue.restore(saved.queue)
    this.settings = saved.settings
    this.underway = saved.wire.slice()
    this.nextMessage = saved.nextMessage
    this.brokers.forEach((broker, i) => broker.restore(at(saved.brokers, i)))
    this.controller.restore(saved.controller)
    this.producer.restore(saved.producer)
    this.consumer.restore(saved.consumer)
    this.network.restore(saved.network)
    this.ledger.restore(saved.ledger)
    this.journal.restore(saved.journal)
    Object.assign(this.counters, saved.counters)
    this.authorities.restore(saved.authorities)
    this.metricsBefore = saved.before
  }

  private touch(now: SimTime): void {
    this.now = now
    this.authorities.forgetSurvey()
  }

  private beginFault(now: SimTime): void {
    this.touch(now)
    this.metricsBefore = metricsOf(this)
  }

  /** The controller and the other brokers. */
  private linksOf(id: number): number[] {
    return [CONTROLLER, ...this.brokers.map((broker) => broker.id)].filter((other) => other !== id)
  }

  private kill(broker: Broker): void {
    const waiting = broker.kill()
    for (const message of waiting) this.refuse(message)
    for (const to of [PRODUCER_CLIENT, CONSUMER_CLIENT, ...this.linksOf(broker.id)])
      if (to !== CONTROLLER) this.send(broker.id, to, { kind: 'reset' })
  }

  private deliver(message: Message): void {
    const { from, to, sentAt, payload, incarnation } = message
    if (this.network.loses(from, to, sentAt)) return
    if (to === CONTROLLER) return this.controller.receive(this, from, payload)
    if (to === PRODUCER_CLIENT) return this.producer.receive(this, from, payload)
    if (to === CONSUMER_CLIENT) return this.consumer.receive(this, from, payload)
    const broker = at(this.brokers, to - 1)
    if (broker.state === 'down' || broker.incarnation !== incarnation) return this.refuse(message)
    broker.receive(this, message)
  }

  /** Nobody is there: whoever asked is told so. */
  private refuse({ from, to, payload }: Message): void {
    if (payload.kind === 'produce') this.loseUnheard(payload)
    if (from === CONTROLLER || !REQUESTS.has(payload.kind)) return
    this.send(to, from, { kind: 'refused', what: payload as Request }) // its kind is one of REQUESTS
  }

  /** A request that expects no answer does not arrive: its records are lost, and nobody is told. */
  private loseUnheard({ acks, partition, batch }: Extract<Payload, { kind: 'produce' }>): void {
    if (acks === '0') this.authorities.dropped(partition, batch.ids)
  }

  private ring(timer: Timer): void {
    if (timer.node === CONTROLLER) this.controller.ring(this, timer)
    else if (timer.node === PRODUCER_CLIENT) this.producer.ring(this, timer)
    else if (timer.node === CONSUMER_CLIENT) this.consumer.ring(this, timer)
    else at(this.brokers, timer.node - 1).ring(this, timer)
  }
}

export const nodeName = (node: number): string => (node === CONTROLLER ? 'the controller' : `broker ${node}`)
