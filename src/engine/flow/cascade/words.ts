import { at } from '../../../shared/assert.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import type { Lane } from './lane.ts'
import { summarise } from './measures.ts'

/** What a stage did with its time, in a sentence. */
export function stageSummaryWords(engine: CascadeEngine, lane: Lane, stage: number): string {
  const { busy, stopped, outOfTurn, passed, queue } = at(summarise(engine, lane).stages, stage)
  const idle = Math.max(0, 100 - busy - stopped)
  const share = (value: number): string => `${value.toFixed(1)} %`
  return `Stage ${stage + 1} handed on ${passed} items: its workers were at work for ${share(busy)} of the time, stopped with an item in hand for ${share(stopped)} (out of turn: ${share(outOfTurn)}) and idle for ${share(idle)}; ${queue.toFixed(1)} items were queued on average.`
}
