import { normalQuantile } from '../kernel/normal.ts'
import { RandomStream, type RandomState } from '../kernel/random.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
import type { FilmConfig } from './config.ts'
import type { FilmSettings } from './settings.ts'

/**
 * 3G on the move. Fitted to 86 logs (31 hours, a sample a second) of Riiser, Vigmostad, Griwodz and Halvorsen,
 * "Commute path bandwidth traces from 3G networks", MMSys 2013, as the simulator Sabre distributes them. There:
 * 13 % of the seconds below 30 kbit/s, in stretches of 12 s on average; in the others, within a log, a logarithm with
 * standard deviation 0.77 and correlations of 0.85, 0.66 and 0.57 after 1, 5 and 10 s; medians of the logs' around
 * 1,000 kbit/s, which is what the setting `capacity` stands for.
 */
export const MOBILE = {
  /** Standard deviation of the capacity's natural logarithm while there is a signal. */
  deviation: 0.77,
  /** Correlation of that logarithm from one second to the next. */
  correlation: 0.9,
  /** Mean seconds with a signal, and without one. */
  signal: 80,
  noSignal: 12,
} as const

export interface SavedSource {
  readonly stays: RandomState
  readonly fading: RandomState
  readonly due: SimTime | null
  readonly isBad: boolean
  readonly fade: number
}

/** How the capacity of the link varies, by itself: when it changes next, and what it is until then. */
export class CapacitySource {
  private readonly settings: FilmSettings
  private readonly stays: RandomStream
  private readonly fading: RandomStream
  private dueAt: SimTime | null
  private isBad = false
  /** The logarithm of the capacity over its median, in standard deviations: for 3G on the move. */
  private fade = 0

  constructor({ seed, settings }: FilmConfig) {
    this.settings = settings
    this.stays = RandomStream.of(seed, 'link.stays')
    this.fading = RandomStream.of(seed, 'link.fading')
    if (settings.shape === 'mobile') this.fade = this.drawNormal()
    this.dueAt = this.firstChange()
  }

  /** When the capacity may change next; null when it never does again. */
  get due(): SimTime | null {
    return this.dueAt
  }

  /** The change that was due happens. */
  next(now: SimTime): void {
    switch (this.settings.shape) {
      case 'steady':
        this.dueAt = null
        return
      case 'dip':
        this.isBad = !this.isBad
        this.dueAt = this.isBad ? now + Math.round(this.settings.lasts * SECOND) : null
        return
      case 'stretches':
        this.isBad = !this.isBad
        this.dueAt = now + this.drawStay()
        return
      case 'mobile':
        this.fadeOn()
        this.dueAt = now + SECOND
    }
  }

  /** The capacity now, in kbit/s, under the settings as they are now. */
  kbps({ capacity, low, shape }: FilmSettings): number {
    if (shape === 'mobile')
      return this.isBad ? 0 : Math.round((capacity * thousandths(MOBILE.deviation * this.fade)) / 1_000)
    return this.isBad ? Math.round((capacity * low) / 100) : capacity
  }

  save(): SavedSource {
    const { isBad, fade } = this
    return { stays: this.stays.save(), fading: this.fading.save(), due: this.dueAt, isBad, fade }
  }

  restore(saved: SavedSource): void {
    this.stays.restore(saved.stays)
    this.fading.restore(saved.fading)
    this.dueAt = saved.due
    this.isBad = saved.isBad
    this.fade = saved.fade
  }

  private firstChange(): SimTime | null {
    const { shape, at } = this.settings
    if (shape === 'dip') return Math.round(at * SECOND)
    if (shape === 'stretches') return this.drawStay()
    return shape === 'mobile' ? SECOND : null
  }

  /** How long the stretch that begins now lasts. */
  private drawStay(): SimTime {
    const { good, bad } = this.settings
    const mean = (this.isBad ? bad : good) * SECOND
    return Math.max(1, Math.round(mean * this.stays.exponential()))
  }

  /** One second on. The signal comes and goes as a Markov chain; the fading goes on beneath. */
  private fadeOn(): void {
    const turns = this.stays.chance(1 / (this.isBad ? MOBILE.noSignal : MOBILE.signal))
    if (turns) this.isBad = !this.isBad
    const { correlation } = MOBILE
    this.fade = rounded(correlation * this.fade + Math.sqrt(1 - correlation ** 2) * this.drawNormal())
  }

  private drawNormal(): number {
    return rounded(normalQuantile(this.fading.uniform()))
  }
}

/** The last bits of a logarithm differ from machine to machine; what follows from it must not. */
const rounded = (x: number): number => Math.round(x * 1e6) / 1e6

const thousandths = (logarithm: number): number => Math.round(1_000 * Math.exp(logarithm))
