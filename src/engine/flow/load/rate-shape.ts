import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'

/** How a load's rate changes over time. */
export interface ShapeSpec {
  readonly kind: 'steady' | 'bursts' | 'one-burst' | 'diurnal'
  /** How many times the usual rate a burst, or the height of a day, has. */
  readonly times: number
  /** How long a burst lasts, in seconds; for `bursts` on average. */
  readonly seconds: number
  /** From burst to burst on average, when the one burst begins, or the length of a day, in seconds. */
  readonly every: number
}

export interface SavedShape {
  readonly stream: RandomState
  readonly stretch: number
  readonly from: SimTime
  readonly until: SimTime
  readonly factor: number
}

const STEPS_A_DAY = 96

/**
 * What a load's rate is multiplied by, constant over stretches: `factor` holds from `from` until `until`. Bursts last for
 * exponential times, as do the pauses between them (a Markov-modulated process); a day is a sine on a logarithmic
 * scale in 96 steps.
 */
export class RateShape {
  private readonly spec: ShapeSpec
  private readonly stream: RandomStream
  private stretch = 0
  private start: SimTime = 0
  private end: SimTime = 0
  private now = 1

  constructor(seed: number, spec: ShapeSpec) {
    this.spec = spec
    this.stream = RandomStream.of(seed, 'load.bursts')
    this.begin()
  }

  get factor(): number {
    return this.now
  }

  get from(): SimTime {
    return this.start
  }

  /** Infinity for one that never changes again. */
  get until(): SimTime {
    return this.end
  }

  /** Goes on to the next stretch. */
  next(): void {
    this.start = this.end
    this.stretch += 1
    this.begin()
  }

  save(): SavedShape {
    const { stretch, start, end, now } = this
    return { stream: this.stream.save(), stretch, from: start, until: end, factor: now }
  }

  restore(saved: SavedShape): void {
    this.stream.restore(saved.stream)
    this.stretch = saved.stretch
    this.start = saved.from
    this.end = saved.until
    this.now = saved.factor
  }

  private begin(): void {
    const { kind, times, seconds, every } = this.spec
    switch (kind) {
      case 'steady':
        this.end = Infinity
        return
      case 'bursts': {
        const isOn = this.stretch % 2 === 1
        const mean = isOn ? seconds : Math.max(every - seconds, 0.01)
        this.now = isOn ? times : 1
        this.end = this.start + Math.max(1, Math.round(this.stream.exponential() * mean * SECOND))
        return
      }
      case 'one-burst': {
        const length = [every, seconds, Infinity][this.stretch] ?? Infinity
        this.now = this.stretch === 1 ? times : 1
        this.end = this.start + Math.round(length * SECOND)
        return
      }
      case 'diurnal': {
        this.now = times ** Math.sin((2 * Math.PI * (this.stretch + 0.5)) / STEPS_A_DAY)
        this.end = Math.round(((this.stretch + 1) * every * SECOND) / STEPS_A_DAY)
      }
    }
  }
}
