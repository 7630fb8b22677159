import { at } from '../../../shared/assert.ts'
import { RandomStream } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { Arrivals, type SavedArrivals } from '../load/arrivals.ts'
import { Messages, type MessagesSpec, type SavedMessages } from '../load/messages.ts'
import type { WarningSettings } from './settings.ts'

export const KEYS = 8
const MESSAGES: MessagesSpec = {
  keys: KEYS,
  bytes: 1_000,
  demand: { shape: 'exponential', scv: 1, blockers: 0, blockMs: 0 },
}

/** A time in which more comes in. */
export interface Burst {
  readonly from: SimTime
  readonly to: SimTime
}

export interface SavedTraffic {
  readonly arrivals: SavedArrivals
  readonly messages: SavedMessages
  readonly changes: number
}

/** What comes in, the same for both runs: messages at random moments, and bursts that pass. */
export class Traffic {
  readonly arrivals: Arrivals
  readonly messages: Messages
  readonly bursts: readonly Burst[]
  /** When the rate changes, and to what. */
  private readonly changes: readonly { readonly time: SimTime; readonly rate: number }[]
  private done = 0

  constructor(seed: number, settings: WarningSettings) {
    const { rate, burst } = settings
    this.arrivals = new Arrivals(seed, {
      rate,
      gaps: 'poisson',
      most: Infinity,
      shape: {
        kind: 'steady',
        times: 1,
        seconds: 1,
        every: 1,
      },
    })
    this.messages = new Messages(seed, MESSAGES)
    this.bursts = drawBursts(seed, settings)
    this.changes = this.bursts.flatMap(({ from, to }) => [
      { time: from, rate: rate * burst },
      { time: to, rate },
    ])
  }

  makeUpTo(time: SimTime): void {
    const { arrivals, changes } = this
    for (; this.done < changes.length && at(changes, this.done).time <= time; this.done++) {
      const change = at(changes, this.done)
      arrivals.makeUpTo(change.time)
      arrivals.change(change.rate, 'poisson', change.time)
    }
    arrivals.makeUpTo(time)
    this.messages.makeUpTo(arrivals.count)
  }

  save(): SavedTraffic {
    return { arrivals: this.arrivals.save(), messages: this.messages.save(), changes: this.done }
  }

  restore(saved: SavedTraffic): void {
    this.arrivals.restore(saved.arrivals)
    this.messages.restore(saved.messages)
    this.done = saved.changes
  }
}

/** Bursts that never touch: each somewhere amid its own stretch of `burstEvery`. */
function drawBursts(seed: number, settings: WarningSettings): Burst[] {
  const { burst, burstFor, burstEvery } = settings
  if (burst === 1) return []
  const stream = RandomStream.of(seed, 'warning.bursts')
  const bursts: Burst[] = []
  for (let start = 0; start < settings.for; start += burstEvery) {
    const length = Math.min(burstFor * (0.8 + 0.4 * stream.uniform()), burstEvery * 0.6)
    const from = start + (0.5 + 0.3 * (stream.uniform() - 0.5)) * (burstEvery - length)
    bursts.push({ from: Math.round(from * SECOND), to: Math.round((from + length) * SECOND) })
  }
  return bursts
}

/** What a first stage hands on to a second: its messages come when the first is done with them. */
export class Relay extends Arrivals {
  constructor(seed: number) {
    super(seed, {
      rate: 1,
      gaps: 'even',
      most: 0,
      shape: {
        kind: 'steady',
        times: 1,
        seconds: 1,
        every: 1,
      },
    })
  }
}

/** The work that the second stage has with each message: not the first's. */
export const secondMessages = (seed: number): Messages => new Messages(seed, MESSAGES)
