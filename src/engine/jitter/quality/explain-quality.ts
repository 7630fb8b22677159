import { plural } from '../../../shared/words.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainRows, inWords, MOST } from '../../kernel/explain.ts'
import { sayMs, type SimTime } from '../../kernel/time.ts'
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
  const text = `stood still for ${sayMs(lengthOf(stall, now))}${still}: ${CAUSES[stall.cause](stall)}`
  return { time: stall.start, text, thing: stall.packet < 0 ? null : String(stall.packet) }
}

const lengthOf = ({ start, end }: Stall, now: SimTime): SimTime => (Number.isNaN(end) ? now : end) - start

function explainStalls({ now }: JitterEngine, { ledger }: Lane, order: 'newest' | 'longest'): Explanation {
  const [stalled, playing] = [ledger.stalledTime(now), ledger.playingTime(now)]
  return explainRows({
    text: `${plural(ledger.stallCount, 'stall')}, ${sayMs(stalled)} together, of ${sayMs(playing)} of playing. ${order === 'newest' ? 'Newest' : 'Longest'} first.`,
    none: 'It never stood still.',
    rows: ledger.stallCount,
    weigh: (i) => (order === 'newest' ? i : lengthOf(ledger.stall(i), now)),
    tell: (i) => tellStall(ledger.stall(i), now),
  })
}

const explainInterruptions = ({ now }: JitterEngine, { ledger }: Lane): Explanation =>
  explainRows({
    text: 'Stalls of 150 ms and more. Longest first.',
    none: 'No stall lasted for 150 ms.',
    rows: ledger.stallCount,
    weigh: (i) => {
      const length = lengthOf(ledger.stall(i), now)
      return length >= INTERRUPTION ? length : Number.NaN
    },
    tell: (i) => tellStall(ledger.stall(i), now),
  })

/** The rating's arithmetic in words; behind it stand the stalls, of which the call's gaps are made. */
function explainRating(engine: JitterEngine, lane: Lane): Explanation {
  const call = callOf(engine, lane)
  if (Number.isNaN(call.delayMs)) return inWords('Nothing was played yet.')
  const { delayMs, missingPercent, burstRatio } = call
  const r = rating(delayMs, missingPercent, burstRatio)
  const text =
    `R = 93.2 − ${delayImpairment(delayMs).toFixed(1)} for a delay of ${delayMs.toFixed(1)} ms ` +
    `− ${lossImpairment(missingPercent, burstRatio).toFixed(1)} for ${missingPercent.toFixed(2)} % of the time without ` +
    `sound, in gaps ${burstRatio.toFixed(1)} times as long as single losses would make them. ` +
    `That is R ${r.toFixed(1)}, and an opinion of ${opinionOf(r).toFixed(2)}. The longest gaps first.`
  return { ...explainStalls(engine, lane, 'longest'), text }
}

const explainFreezes = ({ ledger: { freezes } }: Lane): Explanation =>
  explainRows({
    text: `${plural(freezes.count, 'freeze')}, ${sayMs(freezes.total)} together. Longest first.`,
    none: 'No picture stood so much longer than those before it.',
    rows: freezes.count,
    weigh: (i) => freezes.get(i).end - freezes.get(i).start,
    tell: (i) => {
      const { start, end } = freezes.get(i)
      return { time: start, text: `one picture stood for ${sayMs(end - start)}` }
    },
  })

function explainStretches({ now }: JitterEngine, { ledger }: Lane): Explanation {
  const { stretches } = ledger
  return explainRows({
    text: `${sayMs(stretches.timeUntil(ledger.finishedAt ?? now))} of ${sayMs(ledger.playingTime(now))} of playing. Newest first.`,
    none: 'It always played at the pace of the sender.',
    rows: stretches.count,
    weigh: (i) => i,
    tell: (i) => {
      const { start, end, shift } = stretches.get(i)
      const rate = (100 * Math.abs(shift)) / (end - start - shift)
      const [pace, effect] = shift > 0 ? ['slower', 'later'] : ['faster', 'earlier']
      const text = `${rate.toFixed(1)} % ${pace} for ${sayMs(end - start)}: ${sayMs(Math.abs(shift))} ${effect} from then on`
      return { time: start, text }
    },
  })
}

function explainTarget({ ledger }: Lane, which: 'with the first' | 'changes only'): Explanation {
  const { time, target: aims } = ledger.buffer
  const first = which === 'changes only' ? 1 : 0
  const events: Happening[] = []
  let total = 0
  for (let i = time.length - 1; i >= first; i--) {
    const target = aims.get(i)
    if (i > 0 && aims.get(i - 1) === target) continue
    total += 1
    const before = i > 0 ? `, before ${sayMs(aims.get(i - 1))}` : ' from the start'
    if (events.length < MOST)
      events.push({ time: time.get(i), text: `aimed at ${sayMs(target)}${before}`, thing: null })
  }
  const text = total === 0 ? 'It never changed.' : 'Each change of what the policy aims at. Newest first.'
  return { text, events, total }
}
