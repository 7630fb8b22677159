import type { SimTime } from '../../kernel/time.ts'
import { hashUniform } from '../load/hash.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { PressureSettings } from '../pressure/settings.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import type { PolicyAbout, Verdict } from './policy.ts'

const COINS = 0x434f494e

/** The share the whiteboard's rule keeps, whatever the load. */
export const ONE_HALF = 0.5

/** Heads or tails for a message: the same in every lane of a run. */
export const isHeads = (seed: number, item: number): boolean => hashUniform(seed ^ COINS, item, 0) < ONE_HALF

/** A coin decides about every message, full or not. */
class SampleHalf extends Bounded {
  private readonly seed: number

  constructor(settings: PressureSettings, seed: number) {
    super(settings)
    this.seed = seed
  }

  override get keep(): number {
    return ONE_HALF
  }

  override offer(station: Station, message: number, now: SimTime): Verdict {
    station.switchTo(STRATEGY.sampling, SIGNAL.keep, ONE_HALF, 1, now)
    if (!isHeads(this.seed, station.itemOf(message))) return FATE.sampledOut
    station.noteKept(message, ONE_HALF)
    return super.offer(station, message, now)
  }
}

export const sampleHalf: PolicyAbout = {
  name: 'Keep one half',
  origin: 'whiteboard',
  sentence:
    'A coin is tossed for every message. One half is right for one load only: at less it throws away too much, at more too little.',
  create: (settings, seed) => new SampleHalf(settings, seed),
}
