import { at } from '../../../shared/assert.ts'
import { TIER, type Tier } from './codes.ts'
import { danger, type Signal } from './signals.ts'

/** When an alert may fire and clear. */
export interface AlarmRule {
  /** How many seconds a condition must hold before it fires. */
  readonly hold: number
  /** Below this share of its threshold it clears, 0 to 1. */
  readonly clear: number
}

/** Static thresholds fire and clear at once. */
export const AT_ONCE: AlarmRule = { hold: 0, clear: 1 }

const NOT = -1

/** One alert: its tier, and since when (in seconds of the run) each condition has held without a break. */
export class Alarm {
  private level: Tier = TIER.none
  private warnSince = NOT
  private pageSince = NOT

  get tier(): Tier {
    return this.level
  }

  /** The signal at second `now`. */
  judge({ value, warn, page, bad }: Signal, { hold, clear }: AlarmRule, now: number): Tier {
    const towardsPage = danger(value, page, bad)
    const towardsWarn = Math.max(danger(value, warn, bad), towardsPage)
    this.pageSince = since(this.pageSince, towardsPage, this.level === TIER.page ? clear : 1, now)
    this.warnSince = since(this.warnSince, towardsWarn, this.level === TIER.none ? 1 : clear, now)
    const pages = this.pageSince !== NOT && (this.level === TIER.page || now - this.pageSince >= hold)
    const warns = this.warnSince !== NOT && (this.level !== TIER.none || now - this.warnSince >= hold)
    this.level = pages ? TIER.page : warns ? TIER.warning : TIER.none
    return this.level
  }

  save(): readonly number[] {
    return [this.level, this.warnSince, this.pageSince]
  }

  restore(saved: readonly number[]): void {
    this.level = at(saved, 0) as Tier // saved by `save`
    this.warnSince = at(saved, 1)
    this.pageSince = at(saved, 2)
  }
}

/** Since when a condition holds: it begins at 1, and lasts until it falls below `least`. */
function since(before: number, towards: number, least: number, now: number): number {
  if (towards >= (before === NOT ? 1 : least)) return before === NOT ? now : before
  return NOT
}
