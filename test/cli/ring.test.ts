import { describe, expect, it } from 'vitest'
import { RING_SCENARIOS } from '../../src/labs/ring/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly produced: number
  readonly consumed: number
  readonly overwritten: number
  readonly rejected: number
  readonly held: number
  readonly waiting: number
}

describe('sim ring', { timeout: 60_000 }, () => {
  it.each(RING_SCENARIOS.map(({ id }) => id))('%s: every item has exactly one end', async (id) => {
    const { code, out, err } = await sim(['ring', '--scenario', id, '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { lab, runs, checks, scenario } = JSON.parse(out) as {
      readonly lab: string
      readonly scenario: string
      readonly runs: readonly LaneJson[]
      readonly checks: { readonly failed: readonly unknown[] }
    }
    expect({ lab, scenario, failed: checks.failed }).toEqual({ lab: 'ring', scenario: id, failed: [] })
    expect(runs.map(({ lane }) => lane)).toEqual(['list', 'ring'])
    for (const run of runs)
      expect(run.consumed + run.overwritten + run.rejected + run.held + run.waiting).toBe(run.produced)
  })

  it('prints a table, writes rows, and takes its own settings', async () => {
    const { code, out, written } = await sim(['ring', '--for', '5', '--slots', '4', '--csv', 'rows.csv'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Ring: scenario calm, seed 1, 5\.0 s\nsettings: .*slots 4 slots/)
    expect(out).toMatch(/^produced +items +\d+ +\d+$/m)
    expect(written.get('rows.csv')).toMatch(/^item,list_produced_ms,.+\n0,/)
  })
})
