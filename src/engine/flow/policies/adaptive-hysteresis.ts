import { STRATEGY } from '../pressure/codes.ts'
import { Adaptive, type Adaption } from './adaptive.ts'
import type { PolicyAbout } from './policy.ts'

/** Each strategy is left only well below the threshold at which it was entered. */
class AdaptiveHysteresis extends Adaptive {
  protected override choose(fill: number, current: Adaption): Adaption {
    const { warn, warnBack, critical, criticalBack } = this.settings
    const { normal, sampling, droppingOldest } = STRATEGY
    const isCritical = current === droppingOldest
    const isNormal = current === normal
    // #region enter-and-leave
    if (fill > critical / 100) return droppingOldest
    if (isCritical && fill >= criticalBack / 100) return droppingOldest
    if (fill > warn / 100) return sampling
    if (!isNormal && fill >= warnBack / 100) return sampling
    return normal
    // #endregion enter-and-leave
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
