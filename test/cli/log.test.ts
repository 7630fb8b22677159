import { describe, expect, it } from 'vitest'
import { LOG_SCENARIOS } from '../../src/labs/log/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly produced: number
  readonly appended: number
  readonly refused: number
  readonly waiting: number
  readonly retained: number
  readonly deletedByTime: number
  readonly deletedBySize: number
  readonly deletedByLogStart: number | null
  readonly compacted: number | null
}

interface GroupJson {
  readonly group: string
  readonly delivered: number
  readonly skipped: number
  readonly compacted: number
  readonly unread: number
}

describe('sim log', { timeout: 60_000 }, () => {
  it.each(LOG_SCENARIOS.map(({ id }) => id))('%s: every record is somewhere, once', async (id) => {
    const { code, out, err } = await sim(['log', '--scenario', id, '--for', '20', '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { lab, runs, groups, checks } = JSON.parse(out) as {
      readonly lab: string
      readonly runs: readonly LaneJson[]
      readonly groups: readonly GroupJson[]
      readonly checks: { readonly failed: readonly unknown[] }
    }
    expect({ lab, failed: checks.failed }).toEqual({ lab: 'log', failed: [] })
    expect(runs.map(({ lane }) => lane)).toEqual(['whiteboard', 'log'])
    for (const run of runs) {
      expect(run.appended + run.refused + run.waiting).toBe(run.produced)
      const gone = run.deletedByTime + run.deletedBySize + (run.deletedByLogStart ?? 0) + (run.compacted ?? 0)
      expect(run.retained + gone).toBe(run.appended)
    }
    for (const { delivered, skipped, compacted, unread } of groups)
      expect(delivered + skipped + compacted + unread).toBe(runs[1]?.appended)
  })

  it('prints tables, writes what happened, and takes its own settings', async () => {
    const { code, out, written } = await sim([
      'log',
      '--scenario',
      'slow-reader',
      '--for',
      '20',
      '--speedC',
      '5',
      '--csv',
      'rows.csv',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/^Log: scenario slow-reader, seed 2, 20\.0 s, each 3600 s of the log\nsettings: /)
    expect(out).toMatch(/^ {2}appended +records +[\d,]+ +[\d,]+$/m)
    expect(out).toMatch(/^C reports +100 +\d+ +0 +\d+ +\d+ +[\d.]+ +[1-9]\d*$/m)
    const rows = written.get('rows.csv') ?? ''
    expect(rows).toMatch(/^time_s,log_ms,lane,partition,event,from_offset,to_offset,records,words\n/)
    expect(rows).toMatch(/,log,0,reset,\d+,\d+,\d+,"group C, partition 0: OffsetOutOfRange at \d+/)
  })
})
