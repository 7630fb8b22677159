import { SECOND, toMs, type SimTime } from '../../kernel/time.ts'
import type { Ledger } from '../ledger.ts'
import { opinionOf, rating } from './e-model.ts'

/** How a run would look and sound, beside what became of its packets. */
export interface QualitySummary {
  /** R of the E-model for a call, and the mean opinion it stands for; NaN before anything was shown. */
  readonly rating: number
  readonly opinion: number
  /** Video freezes by W3C's rule, and their time together. */
  readonly freezes: number
  readonly freezeMs: number
  /** Times without anything new of 150 ms and more. */
  readonly interruptions: number
  /** Share of the playing time at another rate than 1, 0 .. 1. */
  readonly stretched: number
  /** Changes of the target a minute, since there is one. */
  readonly targetChanges: number
}

/** What the rating of a run is made of. */
export interface CallInputs {
  readonly delayMs: number
  readonly missingPercent: number
  readonly burstRatio: number
}

/**
 * A run as the E-model sees a call: the mean delay of what was shown, the share of the playing time with nothing new
 * to play as the loss, and how much longer the gaps are than independent losses of single frames would make them.
 */
export function callInputs(ledger: Ledger, delayMs: number, interval: SimTime, now: SimTime): CallInputs {
  const playing = ledger.playingTime(now)
  const missing = playing > 0 ? ledger.stalledTime(now) / playing : 0
  const frames = ledger.stalledTime(now) / interval / Math.max(1, ledger.stallCount)
  return {
    delayMs,
    missingPercent: 100 * missing,
    burstRatio: Math.max(1, frames * (1 - missing)),
  }
}

export function summariseQuality(inputs: CallInputs, ledger: Ledger, now: SimTime): QualitySummary {
  const isShown = ledger.counts.played > 0
  const r = isShown ? rating(inputs.delayMs, inputs.missingPercent, inputs.burstRatio) : Number.NaN
  const playing = ledger.playingTime(now)
  const end = ledger.finishedAt ?? now
  const aiming = ledger.buffer.time.length === 0 ? 0 : end - ledger.buffer.time.get(0)
  return {
    rating: r,
    opinion: isShown ? opinionOf(r) : Number.NaN,
    freezes: ledger.freezes.count,
    freezeMs: toMs(ledger.freezes.total),
    interruptions: ledger.interruptions(now),
    stretched: playing > 0 ? Math.min(1, ledger.stretches.timeUntil(end) / playing) : 0,
    targetChanges: aiming > 0 ? (ledger.buffer.targetChanges * 60 * SECOND) / aiming : 0,
  }
}
