import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RandomStream } from '../../kernel/random.ts'
import { readLiveSetting } from '../../kernel/set-command.ts'
import type { StepModel } from '../../kernel/step-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import { drawLog, paceOf, type AccessLog } from './access-log.ts'
import { Belady } from './belady.ts'
import { checkRun } from './checks.ts'
import { nameKey } from './codes.ts'
import type { CacheCommand, CacheConfig } from './config.ts'
import { ExactLru } from './exact-lru.ts'
import { explainMeasure } from './explain.ts'
import { makeFrame, type CacheFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { Lane } from './lane.ts'
import { measuresOf } from './measures.ts'
import { RedisCache } from './redis-cache.ts'
import { CACHE_SETTINGS, type CacheSettings } from './settings.ts'

const MINUTE = 60 * SECOND

/** Keys a person can ask for beyond those of the run: of a scan, say. */
const BEYOND = 1_000

/** The same requests to an exact LRU, a Redis by time, a Redis by frequency, and to one that knows what will come. */
export class CacheModel implements StepModel<CacheCommand, CacheFrame> {
  readonly pace: SimTime
  readonly log: AccessLog
  /** Every request so far, those by hand among them, and when it came. */
  readonly asked: number[] = []
  readonly askedAt: SimTime[] = []
  /** True once a person has done something: theory about the settings does not hold then. */
  isTouched = false
  /** The minute of the last request: LFU's clock. */
  minute = 0
  /** A key that nobody has asked for. */
  fresh: number
  private current: CacheSettings
  private readonly lru: Lane
  private readonly redis: readonly { readonly lane: Lane; readonly cache: RedisCache }[]
  /** Null while the future it knew is not the one that will be. */
  private belady: Lane | null = null
  /** How many of the drawn requests have come. */
  private drawn = 0

  constructor({ seed, settings }: CacheConfig) {
    this.current = settings
    this.pace = paceOf(settings)
    this.log = drawLog(seed, settings)
    this.fresh = settings.keys
    const { size } = settings
    this.lru = new Lane('lru', new ExactLru(size), size)
    this.redis = (['redis', 'lfu'] as const).map((id) => {
      const cache = new RedisCache(size, RandomStream.of(seed, `cache.${id}`), settingsFor(id, settings))
      return { lane: new Lane(id, cache, size), cache }
    })
  }

  get settings(): CacheSettings {
    return this.current
  }

  get count(): number {
    return this.log.keys.length
  }

  /** What will be asked for, as far as the log goes. */
  ahead(most: number): readonly number[] {
    return this.log.keys.slice(this.drawn, this.drawn + most)
  }

  step(index: number, now: SimTime): void {
    this.drawn = index + 1
    this.serve(at(this.log.keys, index), now)
  }

  apply(command: CacheCommand, now: SimTime): Outcome<string> {
    if (command.kind === 'set') {
      const read = readLiveSetting(CACHE_SETTINGS, command)
      if (!read.ok) return read
      this.current = { ...this.current, [command.key]: read.value.value }
      for (const { lane, cache } of this.redis) cache.reconfigure(settingsFor(lane.id, this.current))
      this.isTouched = true
      return accept(read.value.label)
    }
    const { keys } = this.current
    if (command.key >= keys + BEYOND) return refuse(`there is no key ${command.key + 1}`, 'key')
    this.isTouched = true
    this.belady = null
    this.serve(command.key, now)
    return accept(`ask for key ${nameKey(command.key, keys)}`)
  }

  record(hash: TraceHash): void {
    for (const { served } of [this.lru, ...this.redis.map(({ lane }) => lane)]) {
      const last = served.at(-1)
      if (last !== undefined) hash.add(last.hit ? -2 : last.kept ? last.evicted : -3)
    }
    hash.add(this.current.samples)
  }

  /** The four lanes as they stand. The bound is worked out here, since a request by hand changes its whole past. */
  lanes(): readonly [lru: Lane, redis: Lane, lfu: Lane, belady: Lane] {
    const belady = (this.belady ??= this.newBound())
    for (let i = belady.requests; i < this.asked.length; i++) belady.ask(at(this.asked, i), 0)
    return [this.lru, at(this.redis, 0).lane, at(this.redis, 1).lane, belady]
  }

  frame(now: SimTime, span: Span, columns: Columns): CacheFrame {
    return makeFrame(this, now, span, columns)
  }

  measures(): number[] {
    return this.lanes().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    const found = this.lanes().find(({ id }) => id === lane)
    return found === undefined ? null : explainMeasure(this, found, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  private serve(key: number, now: SimTime): void {
    this.minute = Math.floor(now / MINUTE)
    this.asked.push(key)
    this.fresh = Math.max(this.fresh, key + 1)
    this.askedAt.push(now)
    this.lru.ask(key, this.minute)
    for (const { lane } of this.redis) lane.ask(key, this.minute)
  }

  private newBound(): Lane {
    const { size } = this.current
    return new Lane('belady', new Belady(size, [...this.asked, ...this.log.keys.slice(this.drawn)]), size)
  }
}

const settingsFor = (id: Lane['id'], { policy, samples, pool, factor, decay }: CacheSettings) => ({
  policy: id === 'lfu' ? ('allkeys-lfu' as const) : policy,
  samples,
  pool,
  factor,
  decay,
})
