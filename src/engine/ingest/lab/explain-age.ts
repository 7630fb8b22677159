import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, inWords, MOST_ALLOWED } from '../../kernel/explain.ts'
import type { Firing } from '../windows/windows.ts'
import { FIRING_WORDS, type LaneId } from './codes.ts'
import type { TrendingEngine } from './trending-engine.ts'

/** Why the newest answer is as old as it is. */
export const explainAge = (engine: TrendingEngine, lane: LaneId): Explanation =>
  lane === 'whiteboard' ? TUMBLE : explainFirings(engine)

const TUMBLE = inWords(
  'As drawn the hourly numbers come from one tumbling window of an hour: told once, at its end, five minutes of watermark later. So the newest answer is between 5 and 65 minutes old. Before the first full hour it is that of the hour before the run.',
)

/** Each result a minute gave. */
function explainFirings({ ingest }: TrendingEngine): Explanation {
  const { firings, counts } = ingest.pipeline.windows
  const total = counts.firsts + counts.updates + counts.finals
  const tell = ({ timeMs, pane, kind, events }: Firing): Omit<Happening, 'thing'> => ({
    time: timeMs * 1_000,
    text: `Minute ${pane} ${FIRING_WORDS[kind]} with ${events} events`,
  })
  const text = `The board is made every 30 s of event time from minutes that slide. Minutes were told first ${counts.firsts} times, again after late events ${counts.updates} times, and ${counts.finals} are final; newest first.`
  return {
    ...explainList(text, firings.toReversed().map(tell), MOST_ALLOWED),
    total: Math.max(total, firings.length),
  }
}
