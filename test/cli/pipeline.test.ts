import { describe, expect, it } from 'vitest'
import { PIPELINE_SCENARIOS } from '../../src/labs/pipeline/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly received: number
  readonly shown: number
  readonly skipped: number
  readonly droppedNetwork: number
  readonly droppedDecoded: number
  readonly droppedRender: number
  readonly undecodable: number
  readonly held: number
  readonly fps: number
}

describe('sim pipeline', { timeout: 60_000 }, () => {
  it.each(PIPELINE_SCENARIOS.map(({ id }) => id))('%s: every frame has exactly one end', async (id) => {
    const { code, out, err } = await sim(['pipeline', '--scenario', id, '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { lab, runs, checks, scenario } = JSON.parse(out) as {
      readonly lab: string
      readonly scenario: string
      readonly runs: readonly LaneJson[]
      readonly checks: { readonly failed: readonly unknown[] }
    }
    expect({ lab, scenario, failed: checks.failed }).toEqual({ lab: 'pipeline', scenario: id, failed: [] })
    expect(runs.map(({ lane }) => lane)).toEqual(
      id.endsWith('swap') ? ['one', 'two', 'three'] : ['whiteboard', 'production'],
    )
    for (const run of runs) {
      const { shown, skipped, droppedNetwork, droppedDecoded, droppedRender, undecodable, held } = run
      expect(shown + skipped + droppedNetwork + droppedDecoded + droppedRender + undecodable + held).toBe(
        run.received,
      )
    }
  })

  it.each([
    ['1', 56.6],
    ['3', 50.8],
    ['5', 46.2],
    ['8', 40.5],
  ])('with --render %s shows %d frames a second in the sketch', async (render, fps) => {
    const { out } = await sim(['pipeline', '--render', render, '--spread', '0', '--json'])
    const { runs } = JSON.parse(out) as { readonly runs: readonly LaneJson[] }
    expect(runs[0]?.fps.toFixed(1)).toBe(fps.toFixed(1))
  })

  it('prints a table, writes rows, and takes its own settings', async () => {
    const { code, out, written } = await sim(['pipeline', '--for', '5', '--skip', 'off', '--csv', 'rows.csv'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Player pipeline: scenario drift, seed 1, 5\.0 s\nsettings: .*skip off/)
    expect(out).toMatch(/^received, or begun +frames +299 +299$/m)
    expect(written.get('rows.csv')).toMatch(/^frame,whiteboard_fate,.+\n0,shown,/)
  })
})
