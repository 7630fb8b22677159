import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChainModel } from '../../src/engine/flow/streams/chain.ts'
import type { ChainRow } from '../../src/engine/flow/streams/row.ts'
import {
  LANES,
  PLACES,
  type StreamLane,
  type StreamSettings,
} from '../../src/engine/flow/streams/settings.ts'
import type { ChainReport } from '../../src/streams/protocol.ts'
import { RealChain } from '../../src/streams/real-chain.ts'
import { VirtualClock } from './virtual-clock.ts'
import { anySettings } from './support.ts'

/** The model's row with what a real chain can show of it: no desiredSize of tee's branches, none of what is closed. */
function seen(model: ChainRow, real: ChainRow): ChainRow {
  const queues = { ...model.queues }
  for (const place of PLACES)
    if (real.queues[place].desired === null) queues[place] = { ...queues[place], desired: null }
  return { ...model, queues }
}

describe("the model beside node's own web streams", () => {
  it('says of every state what they say, step by step', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, fc.constantFrom(...LANES), async (settings, lane) => {
        const clock = new VirtualClock()
        const real = new RealChain(settings, lane, clock)
        const model = new ChainModel(settings, lane)
        const over = real.run()
        await clock.settle()
        const expected: ChainRow[] = []
        while (!model.isDone) {
          expected.push(model.row())
          model.step()
          await clock.step()
        }
        await over
        const { rows, ending, wrong, calls } = real.report(0)
        expected.push(model.row())
        expect(rows.map(({ at }) => at)).toEqual(expected.map(({ at }) => at))
        rows.forEach((row, i) => expect(seen(expected[i] ?? row, row)).toEqual(row))
        expect({ ending, wrong }).toEqual({ ending: 'written', wrong: 0 })
        expect(calls.map(({ what }) => what)).toContain('sink.close()')
      }),
      { numRuns: 150 },
    )
  })
})
