import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { CascadeSettings } from './settings.ts'

export interface SavedSource {
  readonly stream: RandomState
  readonly from: number
  readonly left: number
  readonly made: number
}

/** Which of the two sources: the one at the head of the pipeline, or the one that joins on its way. */
export type SourceIndex = 0 | 1

/**
 * When a source offers its items. Gaps are drawn in units of expected items and laid along the rate as it changes, so
 * a burst is more of the same randomness, and a change of the rate keeps the part of a gap that has passed. Times are
 * kept unrounded between items: the mean rate is exact.
 */
export class Source {
  private readonly index: SourceIndex
  private readonly stream: RandomStream
  private settings: CascadeSettings
  private from = 0
  private left: number
  private made = 0

  constructor(index: SourceIndex, seed: number, settings: CascadeSettings) {
    this.index = index
    this.settings = settings
    this.stream = RandomStream.of(seed, `source.${index}.gaps`)
    this.left = this.drawGap()
  }

  /** When its next item comes, in whole microseconds; null when none does. */
  get due(): SimTime | null {
    const exact = this.exactDue()
    return exact === Infinity ? null : Math.round(exact)
  }

  /** How many items it has made. */
  get count(): number {
    return this.made
  }

  /** The item that was due is made. */
  next(): void {
    this.from = this.exactDue()
    this.left = this.drawGap()
    this.made += 1
  }

  reconfigure(settings: CascadeSettings, now: SimTime): void {
    if (now > this.from) {
      this.left = Math.max(0, this.left - this.expected(this.from, now))
      this.from = now
    }
    this.settings = settings
  }

  save(): SavedSource {
    return { stream: this.stream.save(), from: this.from, left: this.left, made: this.made }
  }

  restore({ stream, from, left, made }: SavedSource): void {
    this.stream.restore(stream)
    this.from = from
    this.left = left
    this.made = made
  }

  private drawGap(): number {
    const draw = this.stream.uniform()
    return this.settings.arrivals === 'constant' ? 1 : -Math.log(draw)
  }

  /** The rate in items a microsecond, before, in and after the burst. */
  private rateAt(isBurst: boolean): number {
    const { rate, rate2, burstTimes } = this.settings
    return ((this.index === 0 ? rate : rate2) * (isBurst ? burstTimes : 1)) / SECOND
  }

  /** From when to when its rate is another; empty where it never is. */
  private get burst(): readonly [from: number, to: number] {
    return burstSpan(this.settings, this.index) ?? [Infinity, Infinity]
  }

  private expected(from: number, to: number): number {
    const [start, end] = this.burst
    const inside = Math.max(0, Math.min(to, end) - Math.max(from, start))
    return inside * this.rateAt(true) + (to - from - inside) * this.rateAt(false)
  }

  private exactDue(): number {
    const [start, end] = this.burst
    let { from, left } = this
    for (const until of [start, end]) {
      if (from >= until || until === Infinity) continue
      const units = this.expected(from, until)
      if (units >= left) break
      left -= units
      from = until
    }
    const rate = this.rateAt(from >= start && from < end)
    return rate === 0 ? Infinity : from + left / rate
  }
}

/** From when to when a source offers more than usual; null when it never does. */
export function burstSpan(
  { burst, burstAt, burstFor }: CascadeSettings,
  index: SourceIndex,
): readonly [from: SimTime, to: SimTime] | null {
  if (burst !== (index === 0 ? 'first' : 'second')) return null
  return [burstAt * SECOND, Math.round((burstAt + burstFor) * SECOND)]
}
