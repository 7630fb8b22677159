import { assert, outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { secondDraw, type Catalogue } from '../catalogue.ts'
import { below, chanceBound, concernKey, mix } from '../chance.ts'
import { HEARTBEAT_MS, HOUR_MS, mostBots, NO_FAULTS, TICK_MS, TICKS_A_LAP } from '../config.ts'
import type { Faults, PopulationConfig } from '../config.ts'
import { deviceTypeOf, SHIFT, type Batch } from '../record.ts'
import { PLAIN, type Store } from '../wasm/store.ts'
import { around, boundsOf, lapStart, LEAVING_FROM, MOBILE, NOBODY, sendAway } from './around.ts'
import { writeBot } from './bots.ts'
import { FastVisits } from './fast-visits.ts'
import { firstFrom, nextOf, numberOf, WHOLE, type Share } from '../shards/share.ts'
import { breakRule, Clocks, Reach } from './faults.ts'
import { People, regionBounds } from './people.ts'
import { Retries } from './retries.ts'
import { firstState, type Injected, type SavedPopulation, type State } from './state.ts'
import { AWAY, CHANCES, DIMS, OWED_SHIFT, Viewers, WORDS } from './viewers.ts'

const USER = 0
const SESSION = 1
const SEQUENCE = 5
const VISITS_MASK = 0xffff
const MOST_OWED = 0xffff
const LEAST_DELAY_MS = 20
const DELAY_MASK_MS = 255
/** Four of five clients try again within 30 s, the others within ten minutes. */
const SOON = chanceBound(0.8)
const SOON_TICKS = 300
const LATER_TICKS = 6_000

/** The viewers' events in the order in which the gateways receive them: batches, tick by tick of 100 ms. */
export class Population {
  private readonly config: PopulationConfig
  private readonly share: Share
  private readonly catalogue: Catalogue
  private readonly viewers: Viewers
  private readonly retries = new Retries()
  private readonly clocks: Clocks
  private readonly reach: Reach
  private readonly fast: FastVisits | null
  private readonly delayKey: number
  private readonly faultKey: number
  private readonly msPerViewer: number
  private state: State
  /** What follows from the faults: bounds of uniform draws. */
  private bounds = boundsOf(NO_FAULTS)
  private silent = NOBODY
  private isLanding = false
  private lapStart = 0

  /** Makes the events of the viewers in `share`; all shares together make exactly those of the whole. */
  constructor(config: PopulationConfig, catalogue: Catalogue, store: Store = PLAIN, share: Share = WHOLE) {
    this.config = config
    this.share = share
    this.catalogue = catalogue
    const { seed, viewers, subscribers } = config
    assert(viewers >= TICKS_A_LAP, `a population of ${viewers}`)
    const people = new People(seed, subscribers)
    const bounds = regionBounds(config.startHour)
    this.viewers = new Viewers(seed, viewers, catalogue, people, bounds, store, share)
    this.clocks = new Clocks(seed)
    this.reach = new Reach(seed)
    this.delayKey = concernKey(seed, 'ingest.delay')
    this.faultKey = concernKey(seed, 'ingest.fault')
    this.msPerViewer = HEARTBEAT_MS / viewers
    const keys = {
      delay: this.delayKey,
      fault: this.faultKey,
      life: this.viewers.lifeKey,
      skew: this.clocks.key,
    }
    const { kernels } = store
    this.fast = kernels && new FastVisits(this.viewers.rows, keys, CHANCES, store, kernels)
    this.state = firstState(config.faults)
    this.setFaults(config.faults)
    sendAway(this.viewers.rows, share, viewers, this.reach, chanceBound(config.faults.offline))
  }

  get injected(): Injected {
    return this.state.injected
  }

  get faults(): Faults {
    return this.state.faults
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.viewers.rows.byteLength
  }

  /** From the next tick on. There is room for only so many bots. */
  setFaults(faults: Faults): void {
    this.state.faults = { ...faults, bots: Math.min(faults.bots, mostBots(this.config)) }
    this.bounds = boundsOf(faults)
  }

  /** Begins tick `tick`: its events are those received in the 100 ms from `tick` · 100 ms on. */
  beginTick(tick: number): void {
    const { state, config, viewers, share } = this
    state.tick = tick
    const lap = tick % TICKS_A_LAP
    this.aim(Math.floor((lap * config.viewers) / TICKS_A_LAP))
    state.end = Math.floor(((lap + 1) * config.viewers) / TICKS_A_LAP)
    state.bot =
      firstFrom(share, config.viewers + Math.floor((lap * state.faults.bots) / TICKS_A_LAP)) - config.viewers
    state.botEnd = Math.floor(((lap + 1) * state.faults.bots) / TICKS_A_LAP)
    state.owed = 0
    this.lapStart = lapStart(tick)
    this.lookAround()
    if (lap === 0) viewers.bounds = regionBounds((config.startHour + (tick * TICK_MS) / HOUR_MS) % 24)
  }

  /** Adds events of the tick to `batch` until it is full; true once the tick has no more. */
  fill(batch: Batch): boolean {
    const { state, retries } = this
    const tickMs = state.tick * TICK_MS
    while (batch.length < batch.capacity && retries.get(state.tick, batch, batch.length, tickMs)) {
      batch.length += 1
      state.injected.replays += 1
    }
    const { length } = batch
    while (batch.length < batch.capacity && state.bot < state.botEnd) this.addBot(batch, tickMs)
    const fast = this.fastFor(batch)
    fast?.fill(
      batch,
      state,
      () => this.visit(batch),
      (index, fault) => this.spoil(batch, index, fault),
    )
    while (batch.length < batch.capacity && state.cursor < state.end) this.visit(batch)
    state.injected.events += batch.length - length
    return batch.length < batch.capacity || (state.cursor >= state.end && state.bot >= state.botEnd)
  }

  save(): SavedPopulation {
    const { rows, bounds } = this.viewers
    return {
      state: copyState(this.state),
      rows: rows.slice(),
      bounds: bounds.slice(),
      retries: this.retries.save(),
    }
  }

  restore(saved: SavedPopulation): void {
    this.state = copyState(saved.state)
    this.viewers.rows.set(saved.rows)
    this.viewers.bounds = saved.bounds.slice()
    this.retries.restore(saved.retries)
    this.setFaults(this.state.faults)
    this.lapStart = lapStart(this.state.tick)
    this.lookAround()
  }

  /** What is out of the ordinary in this tick. */
  private lookAround(): void {
    const { state, catalogue } = this
    const { pulls, silent, isLanding } = around(state.faults, catalogue.special, state.tick * TICK_MS)
    this.viewers.pulls = pulls
    this.silent = silent
    this.isLanding = isLanding
  }

  /** The kernel, if it can fill this batch: not while a region is silent or viewers change at once. */
  private fastFor(batch: Batch): FastVisits | null {
    const { fast, state, viewers, bounds, msPerViewer } = this
    if (fast === null || this.silent !== NOBODY || this.isLanding) return null
    if (viewers.pulls.some(({ changeBound }) => changeBound > 0)) return null
    const tick = {
      end: state.end,
      share: this.share,
      lapStart: this.lapStart,
      leastMs: state.tick * TICK_MS,
      msPerViewer,
      bounds,
    }
    return fast.open(batch, tick) ? fast : null
  }

  /** The viewer at the cursor: one event, or all that it owes, or none while it is out of reach. */
  private visit(batch: Batch): void {
    const { state, viewers } = this
    const { rows } = viewers
    const { at } = state
    if (state.owed === 0) {
      const away = rows[at + AWAY] ?? outside(at)
      if (away === 0 && this.silent === NOBODY) {
        this.deliver(batch, at, 0)
        this.next()
        return
      }
      const owed = this.reachable(at, away)
      if (owed === 0) {
        this.next()
        return
      }
      state.owed = owed
    }
    while (state.owed > 0 && batch.length < batch.capacity) {
      state.owed -= 1
      if (state.owed > 0) state.injected.held += 1
      // Who ends a session turns the device off: the rest of the time it made nothing.
      if (this.deliver(batch, at, state.owed * HEARTBEAT_MS)) state.owed = 0
    }
    if (state.owed === 0) this.next()
  }

  private next(): void {
    this.state.cursor = nextOf(this.share, this.state.cursor)
    this.state.at += WORDS
  }

  /** Sets the cursor to the first viewer of the share from `row` on. */
  private aim(row: number): void {
    const { share } = this
    this.state.cursor = firstFrom(share, row)
    this.state.at = numberOf(share, this.state.cursor) * WORDS
  }

  /** How many events it delivers now; 0 while it is out of reach, and then it owes one more. */
  private reachable(at: number, away: number): number {
    const { rows } = this.viewers
    const visits = this.isLanding ? 1 : away & VISITS_MASK
    const owed = Math.min(MOST_OWED, (away >>> OWED_SHIFT) + 1)
    const isSilent = (((rows[at + DIMS] ?? outside(at)) >>> SHIFT.region) & 7) === this.silent
    if (visits > 1 || isSilent) {
      rows[at + AWAY] = (Math.max(0, visits - 1) | (owed << OWED_SHIFT)) >>> 0
      return 0
    }
    rows[at + AWAY] = 0
    return owed
  }

  /** Adds the next event of the viewer, which happened `ago` ms before the visit; true if it ended the session. */
  private deliver(batch: Batch, at: number, ago: number): boolean {
    const { state, viewers, bounds } = this
    const { rows } = viewers
    viewers.step(at)
    const session = rows[at + SESSION] ?? outside(at)
    const sequence = rows[at + SEQUENCE] ?? outside(at)
    const user = rows[at + USER] ?? outside(at)
    const dims = rows[at + DIMS] ?? outside(at)
    // Where a tick begins in the middle of a viewer's time, it is received with the tick.
    const received = Math.max(
      state.tick * TICK_MS,
      this.lapStart + Math.floor(state.cursor * this.msPerViewer),
    )
    const delay = LEAST_DELAY_MS + (mix(viewers.base ^ this.delayKey) & DELAY_MASK_MS)
    const skew = bounds.skew === 0 ? 0 : this.clocks.skewOf(user, bounds.skew)
    if (skew !== 0) state.injected.skewed += 1
    const { title } = viewers
    const i = batch.length
    batch.idHigh[i] = state.cursor + 1
    batch.idLow[i] = sequence
    batch.user[i] = user
    batch.device[i] = (user * 4 + ((dims >>> SHIFT.deviceType) & 3)) >>> 0
    batch.session[i] = session
    batch.title[i] = title
    batch.eventTime[i] = received - delay - ago + skew
    batch.sentTime[i] = received - delay + skew
    batch.receivedTime[i] = received
    batch.dims[i] = dims | viewers.type
    batch.position[i] = viewers.position
    batch.duration[i] = title < 0 ? 0 : (this.catalogue.duration[title] ?? outside(title))
    batch.length = i + 1
    const fault = mix(viewers.base ^ this.faultKey)
    if (fault < bounds.malformed || fault >= bounds.replay) this.spoil(batch, i, fault)
    if (viewers.hasEnded(at)) {
      viewers.succeed(at)
      return true
    }
    if (fault >= LEAVING_FROM && fault < bounds.leave && ago === 0 && deviceTypeOf(dims) === MOBILE)
      rows[at + AWAY] = this.reach.leaves(fault)
    return false
  }

  /** Breaks the event, or sees to it that it is sent again. */
  private spoil(batch: Batch, index: number, fault: number): void {
    const { state, bounds } = this
    const draw = secondDraw(fault)
    if (fault < bounds.malformed) {
      const rule = breakRule(batch, index, draw, this.catalogue.titles)
      state.injected.malformed[rule] = (state.injected.malformed[rule] ?? outside(rule)) + 1
      return
    }
    const other = mix(draw)
    const wait = draw < SOON ? below(other, SOON_TICKS) : SOON_TICKS + below(other, LATER_TICKS)
    this.retries.put(batch, index, state.tick, state.tick + 10 + wait)
  }

  private addBot(batch: Batch, tickMs: number): void {
    const { state } = this
    writeBot(batch, state.bot, Math.floor(state.tick / TICKS_A_LAP), tickMs, this.config, this.catalogue)
    state.bot = nextOf(this.share, this.config.viewers + state.bot) - this.config.viewers
    state.injected.bots += 1
  }
}
