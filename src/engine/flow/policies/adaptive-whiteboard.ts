import { STRATEGY } from '../pressure/codes.ts'
import { Adaptive, type Adaption } from './adaptive.ts'
import type { PolicyAbout } from './policy.ts'

/** Two thresholds, asked anew for each message: at the edge the answer changes all the time. */
class AdaptiveWhiteboard extends Adaptive {
  protected override choose(fill: number): Adaption {
    const { warn, critical } = this.settings
    const { normal, sampling, droppingOldest } = STRATEGY
    // #region two-thresholds
    if (fill > critical / 100) return droppingOldest
    if (fill > warn / 100) return sampling
    return normal
    // #endregion two-thresholds
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
