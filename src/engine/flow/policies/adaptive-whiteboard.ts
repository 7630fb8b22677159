import { STRATEGY } from '../pressure/codes.ts'
import { Adaptive, type Adaption } from './adaptive.ts'
import type { PolicyAbout } from './policy.ts'

/** Two thresholds, asked anew for each message: at the edge the answer changes all the time. */
class AdaptiveWhiteboard extends Adaptive {
  protected override choose(fill: number): Adaption {
    if (fill > this.settings.critical / 100) return STRATEGY.droppingOldest
    return fill > this.settings.warn / 100 ? STRATEGY.sampling : STRATEGY.normal
  }

  protected override thresholdOf(next: Adaption, current: Adaption): number {
    const isCritical = next === STRATEGY.droppingOldest || current === STRATEGY.droppingOldest
    return (isCritical ? this.settings.critical : this.settings.warn) / 100
  }
}

export const adaptiveWhiteboard: PolicyAbout = {
  name: 'Adaptive, two thresholds',
  origin: 'whiteboard',
  sentence:
    'Above 80 % full it keeps one half, above 95 % it drops the oldest, and it asks anew for every message: at a threshold it changes its mind thousands of times a second.',
  create: (settings, seed) => new AdaptiveWhiteboard(settings, seed),
}
