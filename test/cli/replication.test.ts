import { describe, expect, it } from 'vitest'
import { REPLICATION_SCENARIOS } from '../../src/labs/replication/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly sent: number
  readonly ok: number
  readonly kept: number
  readonly lost: number
  readonly failed: number
  readonly waiting: number
  readonly isr: number | null
  readonly lostRecords: readonly { readonly record: number; readonly okBy: number }[]
  readonly events: readonly { readonly ms: number; readonly text: string }[]
}

describe('sim replication', { timeout: 60_000 }, () => {
  it.each(REPLICATION_SCENARIOS.map(({ id }) => id))(
    '%s: every record has exactly one answer',
    async (id) => {
      const { code, out, err } = await sim(['replication', '--scenario', id, '--json'])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      const { lab, runs, checks, scenario } = JSON.parse(out) as {
        readonly lab: string
        readonly scenario: string
        readonly runs: readonly LaneJson[]
        readonly checks: { readonly failed: readonly unknown[] }
      }
      expect({ lab, scenario, failed: checks.failed }).toEqual({
        lab: 'replication',
        scenario: id,
        failed: [],
      })
      expect(runs.map(({ lane }) => lane)).toEqual(['whiteboard', 'kafka', 'acks1'])
      for (const run of runs) {
        expect(run.kept + run.lost + run.failed + run.waiting).toBe(run.sent)
        expect(run.kept + run.lost).toBe(run.ok)
        expect(run.lostRecords).toHaveLength(run.lost)
      }
      expect(runs[0]?.isr).toBeNull()
    },
  )

  it('prints a table, the losses, the event log and what the scenario does, and writes rows', async () => {
    const { code, out, written } = await sim([
      'replication',
      '--scenario',
      'acks1',
      '--for',
      '12',
      '--csv',
      'rows.csv',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^Replication: scenario acks1, seed 4, 12\.0 s\nsettings: [^]*kill 1 at 5 s, restart 1 at\s+11 s/,
    )
    expect(out).toMatch(/^ {2}told ok, and lost +records +\d+ +0 +\d+$/m)
    expect(out).toMatch(/^ {2}told "ok" and lost: records \d+(, \d+)*$/m)
    expect(out).toMatch(/^ {4}5000 ms {2}broker 1 is killed$/m)
    expect(written.get('rows.csv')).toMatch(/^record,partition,handed_over_ms,whiteboard_told,.+\n0,0,/)
  })
})
