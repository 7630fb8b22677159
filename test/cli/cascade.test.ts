import { describe, expect, it } from 'vitest'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly offered: number
  readonly out: number
  readonly shed: number
  readonly dropped: number
  readonly held: number
  readonly inHand: number
  readonly waiting: number
  readonly latencyMs: { readonly p99: number; readonly p99Of: readonly [number, number] }
  readonly recoveryS: number | null
}

interface RunJson {
  readonly runs: readonly [LaneJson, LaneJson]
  readonly checks: { readonly failed: readonly unknown[] }
}

const run = async (...args: readonly string[]): Promise<RunJson> => {
  const { code, out, err } = await sim(['cascade', ...args, '--json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as RunJson
}

describe('sim cascade', { timeout: 60_000 }, () => {
  // The loop over all labs runs every scenario; here, that the terminal tells the same.
  it('tells what became of every item, and what the wirings differ in', async () => {
    const slow = await run('--scenario', 'slow-stage')
    const fanIn = await run('--scenario', 'fan-in')
    for (const { runs, checks } of [slow, fanIn]) {
      expect(checks.failed).toEqual([])
      expect(runs.map(({ lane }) => lane)).toEqual(['whiteboard', 'production'])
      for (const { offered, out, shed, dropped, held, inHand, waiting } of runs)
        expect(out + shed + dropped + held + inHand + waiting).toBe(offered)
    }
    // 10 s at 150 - 62.5 a second more than goes, worked off at 250 - 150: 8.75 s, give or take a second and a half.
    expect(Math.abs((slow.runs[0].recoveryS ?? 0) - 8.75)).toBeLessThan(1.5)
    expect(slow.runs[1].recoveryS).toBeLessThan(1)
    expect(fanIn.runs[0].latencyMs.p99Of[0]).toBeGreaterThan(5_000)
    expect(fanIn.runs[1].latencyMs.p99Of[0]).toBeLessThan(500)
  })

  it('prints tables, writes rows, and takes its own settings', async () => {
    const { code, out, written } = await sim([
      'cascade',
      '--for',
      '5',
      '--full2',
      'drop-oldest',
      '--csv',
      'rows.csv',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/^Cascade: scenario slow-stage, seed 1, 5\.0 s\nsettings: .*full2 drop-oldest/)
    expect(out).toMatch(/^stage 5 +\d/m)
    expect(written.get('rows.csv')).toMatch(/^item,source,key,offered_ms,whiteboard_fate,.+\n0,1,\d+,/)
  })
})
