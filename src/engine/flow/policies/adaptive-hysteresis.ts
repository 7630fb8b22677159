import { STRATEGY } from '../pressure/codes.ts'
import { Adaptive, type Adaption } from './adaptive.ts'
import type { PolicyAbout } from './policy.ts'

/** Each strategy is left only well below the threshold at which it was entered. */
class AdaptiveHysteresis extends Adaptive {
  protected override choose(fill: number, current: Adaption): Adaption {
    const { warn, warnBack, critical, criticalBack } = this.settings
    const isCritical = current === STRATEGY.droppingOldest
    if (fill > critical / 100 || (isCritical && fill >= criticalBack / 100)) return STRATEGY.droppingOldest
    if (fill > warn / 100 || (current !== STRATEGY.normal && fill >= warnBack / 100)) return STRATEGY.sampling
    return STRATEGY.normal
  }

  protected override thresholdOf(next: Adaption, current: Adaption): number {
    const { warn, warnBack, critical, criticalBack } = this.settings
    if (next === STRATEGY.droppingOldest) return critical / 100
    if (next === STRATEGY.normal) return warnBack / 100
    return (current === STRATEGY.droppingOldest ? criticalBack : warn) / 100
  }
}

export const adaptiveHysteresis: PolicyAbout = {
  name: 'Adaptive, with hysteresis',
  origin: 'production',
  sentence:
    'The same strategies, but each is left only well below the threshold at which it was entered (80 and 60 %, 95 and 85 %): it changes its mind about once a second.',
  create: (settings, seed) => new AdaptiveHysteresis(settings, seed),
}
