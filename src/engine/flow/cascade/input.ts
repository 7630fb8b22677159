import { at } from '../../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import { stageIndex, type CascadeConfig } from './config.ts'
import { MAX_STAGES, type CascadeSettings } from './settings.ts'
import { Source, type SavedSource, type SourceIndex } from './source.ts'

export interface SavedInput {
  readonly sources: readonly SavedSource[]
  readonly streams: readonly RandomState[]
  readonly columns: readonly SavedColumn[]
  readonly blockerAsked: boolean
}

/** How many times the mean the longest heavy-tailed service takes, at most. */
const LONGEST = 1_000
const TAIL = 1.5

/**
 * What both wirings are fed: each item's moment, source, key, and how hard it is at each stage. Drawn once, from streams
 * of their own; lanes only read it, so nothing a lane does changes what another one gets.
 */
export class Input {
  readonly sources: readonly Source[]
  readonly at = new PagedColumn((n) => new Float64Array(n))
  readonly source = new PagedColumn((n) => new Uint8Array(n))
  readonly key = new PagedColumn((n) => new Int32Array(n))
  /** 1 for items that take many times longer at one stage. */
  readonly slow = new PagedColumn((n) => new Uint8Array(n))
  /** By stage: the item's service time there, in mean service times. */
  private readonly work = Array.from(
    { length: MAX_STAGES },
    () => new PagedColumn((n) => new Float64Array(n)),
  )
  private readonly keyStreams: readonly RandomStream[]
  private readonly slowStreams: readonly RandomStream[]
  private readonly workStreams: readonly (readonly RandomStream[])[]
  private readonly settings: CascadeSettings
  private readonly blockAt: number
  private blockerAsked = false

  constructor({ seed, settings }: CascadeConfig) {
    const both: readonly SourceIndex[] = [0, 1]
    this.settings = settings
    this.blockAt = stageIndex(settings, settings.blockAt)
    this.sources = both.map((index) => new Source(index, seed, settings))
    this.keyStreams = both.map((index) => RandomStream.of(seed, `source.${index}.keys`))
    this.slowStreams = both.map((index) => RandomStream.of(seed, `source.${index}.slow`))
    this.workStreams = both.map((index) =>
      this.work.map((_, stage) => RandomStream.of(seed, `source.${index}.work.${stage}`)),
    )
  }

  get count(): number {
    return this.at.length
  }

  /** When the next item comes; null when none does. */
  get due(): SimTime | null {
    const times = this.sources.flatMap(({ due }) => due ?? [])
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Makes the item that is due at `now`; returns its number. Of two sources the first goes first. */
  make(now: SimTime): number {
    const index = at(this.sources, 0).due === now ? 0 : 1
    at(this.sources, index).next()
    this.at.push(now)
    this.source.push(index)
    this.key.push(this.drawKey(at(this.keyStreams, index)))
    this.slow.push(this.drawSlow(index))
    this.work.forEach((column, stage) => column.push(this.drawWork(at(at(this.workStreams, index), stage))))
    return this.count - 1
  }

  /** The item's service time at `stage` in mean service times, its being slow there included. */
  workOf(item: number, stage: number): number {
    return at(this.work, stage).get(item) * (this.isBlockerAt(item, stage) ? this.settings.blockerTimes : 1)
  }

  isBlockerAt(item: number, stage: number): boolean {
    return stage === this.blockAt && this.slow.get(item) === 1
  }

  /** The next item of the first source will be a slow one. */
  askForBlocker(): void {
    this.blockerAsked = true
  }

  reconfigure(settings: CascadeSettings, now: SimTime): void {
    for (const source of this.sources) source.reconfigure(settings, now)
  }

  save(): SavedInput {
    return {
      sources: this.sources.map((source) => source.save()),
      streams: this.streams().map((stream) => stream.save()),
      columns: this.columns().map((column) => column.save()),
      blockerAsked: this.blockerAsked,
    }
  }

  restore(saved: SavedInput): void {
    this.sources.forEach((source, i) => source.restore(at(saved.sources, i)))
    this.streams().forEach((stream, i) => stream.restore(at(saved.streams, i)))
    this.columns().forEach((column, i) => column.restore(at(saved.columns, i)))
    this.blockerAsked = saved.blockerAsked
  }

  private drawKey(stream: RandomStream): number {
    const isHot = stream.chance(this.settings.hot / 100)
    const key = stream.below(this.settings.keys)
    return isHot ? 0 : key
  }

  private drawSlow(index: number): number {
    const isSlow = at(this.slowStreams, index).chance(this.settings.blockers / 100)
    const isAsked = index === 0 && this.blockerAsked
    if (isAsked) this.blockerAsked = false
    return isSlow || isAsked ? 1 : 0
  }

  /** One draw an item and a stage, whatever the shape; each shape has mean 1. */
  private drawWork(stream: RandomStream): number {
    const u = stream.uniform()
    switch (this.settings.service) {
      case 'constant':
        return 1
      case 'exponential':
        return -Math.log(u)
      case 'heavy':
        return boundedPareto(u)
    }
  }

  private streams(): RandomStream[] {
    return [...this.keyStreams, ...this.slowStreams, ...this.workStreams.flat()]
  }

  private columns(): PagedColumn[] {
    return [this.at, this.source, this.key, this.slow, ...this.work]
  }
}

/** A bounded Pareto variate with mean 1 by inversion; the greatest is LONGEST times the least. */
function boundedPareto(u: number): number {
  const cut = LONGEST ** -TAIL
  const least = ((TAIL - 1) * (1 - cut)) / (TAIL * (1 - LONGEST ** (1 - TAIL)))
  return least * (1 - u * (1 - cut)) ** (-1 / TAIL)
}
