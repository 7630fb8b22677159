import { describe, expect, it } from 'vitest'
import { GROUP_SCENARIOS } from '../../src/labs/groups/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly produced: number
  readonly processed: number
  readonly lost: number
  readonly skipped: number
  readonly held: number
  readonly waiting: number
}

describe('sim groups', { timeout: 60_000 }, () => {
  it.each(GROUP_SCENARIOS.map(({ id }) => id))('%s: every record has exactly one fate', async (id) => {
    const { code, out, err } = await sim(['groups', '--scenario', id, '--for', '25', '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { lab, runs, checks, scenario } = JSON.parse(out) as {
      readonly lab: string
      readonly scenario: string
      readonly runs: readonly LaneJson[]
      readonly checks: { readonly failed: readonly unknown[] }
    }
    expect({ lab, scenario, failed: checks.failed }).toEqual({ lab: 'groups', scenario: id, failed: [] })
    expect(runs).toHaveLength(4)
    for (const run of runs)
      expect(run.processed + run.lost + run.skipped + run.held + run.waiting).toBe(run.produced)
  })

  it('prints a table, writes rows, and takes its own settings', async () => {
    const { code, out, written } = await sim(['groups', '--for', '10', '--members', '2', '--csv', 'rows.csv'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Groups: scenario mid-batch, seed 3, 10\.0 s\nsettings: /)
    expect(out).toMatch(/^ +lost +records +\d+ +\d+ +\d+ +\d+$/m)
    expect(written.get('rows.csv')).toMatch(
      /^record,produced_ms,key,partition,offset,whiteboard_fate,.+\n0,0,viewer-/,
    )
  })
})
