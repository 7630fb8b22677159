import type { Explanation, Happening } from '../../kernel/engine.ts'
import { foremost } from '../../kernel/foremost.ts'
import type { SimTime } from '../../kernel/time.ts'
import { MOST, ms, plural } from '../explain-words.ts'
import { STALL_CAUSE } from '../fate.ts'
import type { JitterEngine, Lane } from '../jitter-engine.ts'
import { callOf } from '../measures.ts'
import { delayImpairment, lossImpairment, opinionOf, rating } from './e-model.ts'
import { INTERRUPTION, type Stall } from './stalls.ts'

/** The events behind a measure of how a run looks and sounds; null for another measure. */
export function explainQuality(engine: JitterEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'stalls':
      return explainStalls(engine, lane, 'newest')
    case 'stallMs':
    case 'concealed':
      return explainStalls(engine, lane, 'longest')
    case 'interruptions':
      return explainInterruptions(engine, lane)
    case 'rating':
    case 'opinion':
      return explainRating(engine, lane)
    case 'freezes':
    case 'freezeSeconds':
      return explainFreezes(lane)
    case 'stretched':
      return explainStretches(engine, lane)
    case 'target':
      return explainTarget(lane, 'with the first')
    case 'targetChanges':
      return explainTarget(lane, 'changes only')
    default:
      return null
  }
}

const CAUSES: Record<Stall['cause'], (stall: Stall) => string> = {
  [STALL_CAUSE.empty]: () => 'the buffer was empty',
  [STALL_CAUSE.gate]: ({ inHand }) => `${plural(inHand, 'frame')} in hand, the gate wanted more`,
  [STALL_CAUSE.missing]: ({ packet }) => `packet ${packet} was not there at its turn`,
  [STALL_CAUSE.awaited]: ({ packet }) => `packet ${packet} was not there at its turn and was waited for`,
}

function tellStall(stall: Stall, now: SimTime): Happening {
  const still = Number.isNaN(stall.end) ? ' so far' : ''
  const text = `stood still for ${ms(lengthOf(stall, now))}${still}: ${CAUSES[stall.cause](stall)}`
  return { time: stall.start, text, thing: stall.packet < 0 ? null : String(stall.packet) }
}

const lengthOf = ({ start, end }: Stall, now: SimTime): SimTime => (Number.isNaN(end) ? now : end) - start

function explainStalls({ now }: JitterEngine, { ledger }: Lane, order: 'newest' | 'longest'): Explanation {
  const total = ledger.stallCount
  const rows = foremost(total, MOST, (i) => (order === 'newest' ? i : lengthOf(ledger.stall(i), now)))
  const events = rows.map((i) => tellStall(ledger.stall(i), now))
  const [stalled, playing] = [ledger.stalledTime(now), ledger.playingTime(now)]
  const text =
    total === 0
      ? 'It never stood still.'
      : `${plural(total, 'stall')}, ${ms(stalled)} together, of ${ms(playing)} of playing. ${order === 'newest' ? 'Newest' : 'Longest'} first.`
  return { text, events, total }
}

function explainInterruptions({ now }: JitterEngine, { ledger }: Lane): Explanation {
  const total = ledger.interruptions(now)
  const rows = foremost(ledger.stallCount, MOST, (i) => {
    const length = lengthOf(ledger.stall(i), now)
    return length >= INTERRUPTION ? length : Number.NaN
  })
  const text = total === 0 ? 'No stall lasted for 150 ms.' : 'Stalls of 150 ms and more. Longest first.'
  return { text, events: rows.map((i) => tellStall(ledger.stall(i), now)), total }
}

/** The rating's arithmetic in words; behind it stand the stalls, of which the call's gaps are made. */
function explainRating(engine: JitterEngine, lane: Lane): Explanation {
  const call = callOf(engine, lane)
  if (Number.isNaN(call.delayMs)) return { text: 'Nothing was played yet.', events: [], total: 0 }
  const { delayMs, missingPercent, burstRatio } = call
  const r = rating(delayMs, missingPercent, burstRatio)
  const text =
    `R = 93.2 − ${delayImpairment(delayMs).toFixed(1)} for a delay of ${delayMs.toFixed(1)} ms ` +
    `− ${lossImpairment(missingPercent, burstRatio).toFixed(1)} for ${missingPercent.toFixed(2)} % of the time without ` +
    `sound, in gaps ${burstRatio.toFixed(1)} times as long as single losses would make them. ` +
    `That is R ${r.toFixed(1)}, and an opinion of ${opinionOf(r).toFixed(2)}. The longest gaps first.`
  return { ...explainStalls(engine, lane, 'longest'), text }
}

function explainFreezes({ ledger: { freezes } }: Lane): Explanation {
  const rows = foremost(freezes.count, MOST, (i) => freezes.get(i).end - freezes.get(i).start)
  const events = rows.map((i): Happening => {
    const { start, end } = freezes.get(i)
    return { time: start, text: `one picture stood for ${ms(end - start)}`, thing: null }
  })
  const text =
    freezes.count === 0
      ? 'No picture stood so much longer than those before it.'
      : `${plural(freezes.count, 'freeze')}, ${ms(freezes.total)} together. Longest first.`
  return { text, events, total: freezes.count }
}

function explainStretches({ now }: JitterEngine, { ledger }: Lane): Explanation {
  const { stretches } = ledger
  const events = foremost(stretches.count, MOST, (i) => i).map((i): Happening => {
    const { start, end, shift } = stretches.get(i)
    const rate = (100 * Math.abs(shift)) / (end - start - shift)
    const [pace, effect] = shift > 0 ? ['slower', 'later'] : ['faster', 'earlier']
    const text = `${rate.toFixed(1)} % ${pace} for ${ms(end - start)}: ${ms(Math.abs(shift))} ${effect} from then on`
    return { time: start, text, thing: null }
  })
  const text =
    stretches.count === 0
      ? 'It always played at the pace of the sender.'
      : `${ms(stretches.timeUntil(ledger.finishedAt ?? now))} of ${ms(ledger.playingTime(now))} of playing. Newest first.`
  return { text, events, total: stretches.count }
}

function explainTarget({ ledger }: Lane, which: 'with the first' | 'changes only'): Explanation {
  const { seriesTime, seriesTarget } = ledger
  const first = which === 'changes only' ? 1 : 0
  const events: Happening[] = []
  let total = 0
  for (let i = seriesTime.length - 1; i >= first; i--) {
    const target = seriesTarget.get(i)
    if (i > 0 && seriesTarget.get(i - 1) === target) continue
    total += 1
    const before = i > 0 ? `, before ${ms(seriesTarget.get(i - 1))}` : ' from the start'
    if (events.length < MOST)
      events.push({ time: seriesTime.get(i), text: `aimed at ${ms(target)}${before}`, thing: null })
  }
  const text = total === 0 ? 'It never changed.' : 'Each change of what the policy aims at. Newest first.'
  return { text, events, total }
}
