import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test, vi } from 'vitest'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import type { Scenario } from '../../src/engine/kernel/simulation.ts'
import type { ReplicationFrame } from '../../src/engine/log/replication/frame.ts'
import type { Params } from '../../src/shared/params.ts'
import { simulation } from '../../src/labs/replication/scenario.ts'
import { REPLICATION_SCENARIOS } from '../../src/labs/replication/scenarios.ts'
import { ReplicationSvg } from '../../src/labs/replication/View.tsx'
import { frameOf, runTo, startRun } from '../labs/support/runs.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Golden pictures pin what is drawn: a change shows as a difference that can be read. They are no source of truth. */

const frameAt = (scenario: Scenario, time: SimTime, params: Params = {}): ReplicationFrame => {
  const run = startRun(simulation, scenario, scenario.seed, params)
  runTo(run, time)
  return frameOf(run, 8 * SECOND) as ReplicationFrame // the lab's frames are these
}

const draw = (frame: ReplicationFrame, width: number, compact = false): string =>
  renderToStaticMarkup(<ReplicationSvg frame={frame} width={width} compact={compact} />).replaceAll(
    '><',
    '>\n<',
  )

const byId = (id: string): Scenario => {
  const found = REPLICATION_SCENARIOS.find((scenario) => scenario.id === id)
  if (found === undefined) throw new Error(`no scenario ${id}`)
  return found
}

describe('the picture of the replication lab', () => {
  test.each([
    ['acks1', 7],
    ['zombie', 8],
  ])('%s at %i s', async (id, seconds) => {
    const markup = draw(frameAt(byId(id), seconds * SECOND), 760)
    await expect(markup).toMatchFileSnapshot(`golden/replication-${id}.svg`)
  })

  test('narrow and compact', async () => {
    const markup = draw(frameAt(byId('two-down'), 12 * SECOND), 320, true)
    await expect(markup).toMatchFileSnapshot('golden/replication-narrow.svg')
  })

  test('draws no number that is none, at any moment of any scenario', () => {
    for (const scenario of REPLICATION_SCENARIOS)
      for (const time of [0, 0.1, 9.5, 20]) {
        const frame = frameAt(scenario, time * SECOND, { brokers: 5, replicas: 4, partitions: 3 })
        expect(draw(frame, 360)).not.toMatch(/NaN|Infinity|undefined/)
        expect(draw(frame, 1_000)).not.toMatch(/NaN|Infinity|undefined/)
      }
  })

  test('says who leads, who does not know that it no longer does, and what is lost', () => {
    const markup = draw(frameAt(byId('zombie'), 8 * SECOND), 760)
    expect(markup.match(/thinks it leads/g)).toHaveLength(3)
    expect(markup.match(/★/g)).toHaveLength(3)
    const frame = frameAt(byId('zombie'), 8 * SECOND)
    const lost = frame.lanes.map(({ summary }) => summary.lost)
    expect(markup.match(/told told-lost/g)).toHaveLength((lost[0] ?? 0) + (lost[2] ?? 0))
    expect(lost[0]).toBeGreaterThan(5)
  })
})
