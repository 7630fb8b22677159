import { STRATEGY_LABELS, SIGNAL, SIGNAL_LABELS } from '../../engine/flow/pressure/codes.ts'
import type { LaneCounts } from '../../engine/flow/pressure/frame.ts'

/** Making one takes longer than using it a hundred times. */
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** A count in little room: 8,412, or 128 k. */
export const sayCount = (count: number): string =>
  !Number.isFinite(count)
    ? '–'
    : count >= 1_000_000
      ? `${(count / 1_000_000).toFixed(1)} M`
      : count >= 100_000
        ? `${Math.round(count / 1_000)} k`
        : WHOLE.format(count)

/** A time in three figures: 0.42 ms, 12.5 ms, 1.25 s. */
export function sayMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  if (ms >= 100_000) return `${Math.round(ms / 1_000)} s`
  if (ms >= 1_000) return `${(ms / 1_000).toPrecision(3)} s`
  if (ms >= 100) return `${Math.round(ms)} ms`
  return ms < 0.01 ? (ms > 0 ? '<0.01 ms' : '0 ms') : `${Number(ms.toPrecision(2))} ms`
}

/** A share as a percentage with a figure to go by. */
export const sayShare = (share: number): string =>
  !Number.isFinite(share)
    ? '–'
    : share > 0 && share < 0.0005
      ? 'under 0.1 %'
      : `${(100 * share).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`

/** A rate in whole messages; below ten with a decimal. */
export const sayRate = (rate: number): string =>
  rate > 0 && rate < 10 ? `${rate.toFixed(1)}/s` : `${sayCount(rate)}/s`

const STRATEGY_WORDS = STRATEGY_LABELS as Readonly<Record<number, string>> // columns hold its codes

export const sayStrategy = (code: number): string => STRATEGY_WORDS[code] ?? '?'

const PER_CENT: ReadonlySet<number> = new Set([SIGNAL.fill, SIGNAL.keep])

/** What a switch was decided by: "fill 81 % > 80 %". Empty where there is nothing to tell. */
export function saySignal(signal: number, value: number, threshold: number): string {
  const label = (SIGNAL_LABELS as Readonly<Record<number, { label: string; unit: string }>>)[signal] // columns hold its codes
  if (label === undefined || !Number.isFinite(value)) return ''
  const say = (number: number): string => {
    if (PER_CENT.has(signal)) return `${Number((100 * number).toFixed(2))} %`
    if (signal === SIGNAL.bytes) return `${(number / 1e6).toFixed(1)} MB`
    return `${plain(number)}${unit(label.unit)}`
  }
  const sign = value > threshold ? '>' : value < threshold ? '<' : '='
  const words = label.label.toLowerCase()
  return Number.isFinite(threshold)
    ? `${words} ${say(value)} ${sign} ${say(threshold)}`
    : `${words} ${say(value)}`
}

const unit = (text: string): string => (text === '' || text === 'messages' ? '' : ` ${text}`)
const plain = (number: number): string =>
  Number.isInteger(number) ? WHOLE.format(number) : String(Number(number.toPrecision(3)))

/** Everything a lane lost, work for nobody included. */
export const lostOf = (counts: LaneCounts): number => droppedOf(counts) + counts.timedOut

/** What never was served. */
export const droppedOf = (counts: LaneCounts): number =>
  counts.droppedNewest +
  counts.droppedOldest +
  counts.sampledOut +
  counts.codel +
  counts.noToken +
  counts.lostInCrash +
  counts.expired

/** A difference for an axis: +2,000, −500 or 0. */
export const sayDifference = (number: number): string =>
  number === 0 ? '0' : `${number > 0 ? '+' : '−'}${sayCount(Math.abs(number))}`
