import { at } from '../../../shared/assert.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { RandomStream, scramble, type RandomState } from '../../kernel/random.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import { Arrivals, type SavedArrivals } from '../load/arrivals.ts'
import { Demand } from '../service/demand.ts'
import { stageIndex, type CascadeConfig } from './config.ts'
import { MAX_ITEMS } from './settings/scope.ts'
import type { CascadeSettings } from './settings.ts'
import { Table, type Cells } from './table.ts'

export interface SavedInput {
  readonly sources: readonly SavedSource[]
  readonly items: SavedColumn
  readonly blockerAsked: boolean
}

interface SavedSource {
  readonly arrivals: SavedArrivals
  readonly taken: number
  readonly keys: RandomState
  readonly demands: readonly (readonly RandomState[])[]
}

/** Where items come from: when they come, whose they are, and how hard they are at each stage. */
interface Source {
  readonly arrivals: Arrivals
  /** How many of its arrivals are items by now. */
  taken: number
  readonly keys: RandomStream
  readonly demands: readonly Demand[]
}

/**
 * What both wirings are fed: each item's moment, source, key, and how hard it is at each stage. Drawn once, from streams
 * of their own; lanes only read it, so nothing a lane does changes what another one gets, and a second source changes
 * nothing about the first one's items.
 */
export class Input {
  readonly at: Cells
  readonly source: Cells
  readonly key: Cells
  /** How much longer the item takes at one stage because it is a slow one; mostly 0. */
  private readonly extra: Cells
  /** By stage: the item's service time there, in mean service times. */
  private readonly work: readonly Cells[]
  private readonly items: Table
  private readonly sources: readonly Source[]
  private readonly settings: CascadeSettings
  private readonly slowAt: number
  private blockerAsked = false

  constructor({ seed, settings }: CascadeConfig) {
    this.settings = settings
    this.slowAt = stageIndex(settings, settings.blockAt)
    this.items = new Table(4 + settings.stages)
    const { columns } = this.items
    this.at = at(columns, 0)
    this.source = at(columns, 1)
    this.key = at(columns, 2)
    this.extra = at(columns, 3)
    this.work = columns.slice(4)
    this.sources = [createSource(0, seed, settings)]
    if (settings.rate2 > 0) this.sources = [...this.sources, createSource(1, seed, settings)]
  }

  get count(): number {
    return this.items.rows
  }

  /** When the next item comes, or a rate changes before that; Infinity when none comes. */
  get due(): SimTime {
    let due = Infinity
    for (const { arrivals, taken } of this.sources)
      due = Math.min(due, taken < arrivals.count ? arrivals.times.get(taken) : arrivals.nextTime)
    return due
  }

  /** Makes the next item that has come by `now`; returns its number, or -1 when none has. Of two sources the first goes first. */
  make(now: SimTime): number {
    for (const [index, source] of this.sources.entries()) {
      if (source.taken === source.arrivals.count) source.arrivals.makeUpTo(now)
      if (source.taken === source.arrivals.count) continue
      this.add(index, source)
      return this.count - 1
    }
    return -1
  }

  /** The item's work at `stage` in microseconds at full speed, where services take `mean` on average. */
  workOf(item: number, stage: number, mean: number): number {
    return at(this.work, stage).get(item) * mean + (stage === this.slowAt ? this.extra.get(item) : 0)
  }

  /** Whether the item is a slow one at `stage`: a blocker. */
  isSlowAt(item: number, stage: number): boolean {
    return stage === this.slowAt && this.extra.get(item) > 0
  }

  /** The next item of the first source will be a slow one. */
  askForBlocker(): void {
    this.blockerAsked = true
  }

  /** Items from `now` on come at these rates. */
  reconfigure({ rate, rate2, arrivals }: CascadeSettings, now: SimTime): void {
    this.sources.forEach((source, i) => source.arrivals.change(i === 0 ? rate : rate2, GAPS[arrivals], now))
  }

  save(): SavedInput {
    return {
      sources: this.sources.map(({ arrivals, taken, keys, demands }) => ({
        arrivals: arrivals.save(),
        taken,
        keys: keys.save(),
        demands: demands.map((demand) => demand.save()),
      })),
      items: this.items.save(),
      blockerAsked: this.blockerAsked,
    }
  }

  restore(saved: SavedInput): void {
    this.sources.forEach((source, i) => {
      const { arrivals, taken, keys, demands } = at(saved.sources, i)
      source.arrivals.restore(arrivals)
      source.taken = taken
      source.keys.restore(keys)
      source.demands.forEach((demand, stage) => demand.restore(at(demands, stage)))
    })
    this.items.restore(saved.items)
    this.blockerAsked = saved.blockerAsked
  }

  private add(index: number, source: Source): void {
    const time = source.arrivals.times.get(source.taken)
    source.taken += 1
    const key = this.drawKey(source.keys)
    let extra = 0
    const work = source.demands.map((demand, stage) => {
      const own = demand.work()
      const longer = demand.extra()
      if (stage === this.slowAt) extra = longer
      return own
    })
    if (index === 0 && this.blockerAsked) {
      this.blockerAsked = false
      extra = fromMs(this.settings.blockMs)
    }
    this.items.add([time, index, key, extra, ...work])
  }

  private drawKey(stream: RandomStream): number {
    const isHot = stream.chance(this.settings.hot / 100)
    const key = stream.below(this.settings.keys)
    return isHot ? 0 : key
  }
}

const GAPS = { poisson: 'poisson', constant: 'even' } as const

/** A source with streams of its own: its seed follows from the run's and its number. */
function createSource(index: 0 | 1, runSeed: number, settings: CascadeSettings): Source {
  const { rate, rate2, arrivals, burst, burstAt, burstFor, burstTimes } = settings
  const { service, scv, blockers, blockMs, stages } = settings
  const seed = index === 0 ? runSeed : scramble(runSeed ^ 0x5851f42d)
  const bursts = burst === (index === 0 ? 'first' : 'second')
  const demand = { shape: service, scv, blockers: blockers / 100, blockMs }
  return {
    arrivals: new Arrivals(seed, {
      rate: index === 0 ? rate : rate2,
      gaps: GAPS[arrivals],
      shape: {
        kind: bursts ? 'one-burst' : 'steady',
        times: burstTimes,
        seconds: burstFor,
        every: burstAt,
      },
      most: MAX_ITEMS,
    }),
    taken: 0,
    keys: RandomStream.of(seed, 'cascade.keys'),
    demands: Array.from({ length: stages }, (_, stage) => new Demand(scramble(seed + stage), demand)),
  }
}
