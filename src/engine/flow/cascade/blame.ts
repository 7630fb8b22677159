import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { WORKER } from './codes.ts'
import type { Ledger } from './ledger.ts'
import type { Stage } from './stage.ts'

/**
 * Head-of-line blocking: a slow item is done at `worker` of stage `index`, and whoever stood behind it, in the queue or
 * finished and out of turn, remembers for how long.
 */
export function blame(ledger: Ledger, stage: Stage, index: number, worker: number, now: SimTime): void {
  const blocker = at(stage.item, worker)
  const started = at(ledger.startAt, index).get(blocker)
  const stood = (item: number, since: SimTime): void =>
    ledger.stoodBehind(item, blocker, now - Math.max(started, since))
  for (const queue of at(stage.queues, stage.laneOf(worker)))
    for (let i = 0; i < queue.size; i++) {
      const item = queue.get(i)
      stood(item, at(ledger.inAt, index).get(item))
    }
  stage.item.forEach((item, other) => {
    if (stage.state[other] === WORKER.outOfTurn && stage.leavesAfter(other, worker))
      stood(item, at(ledger.doneAt, index).get(item))
  })
}
