import { describe, expect, it } from 'vitest'
import { PRESSURE_SCENARIOS } from '../../src/labs/pressure/scenarios.ts'
import { COUNT_OF } from '../../src/engine/flow/pressure/codes.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson extends Readonly<Record<string, unknown>> {
  readonly lane: string
  readonly offered: number
}

interface RunJson {
  readonly runs: readonly LaneJson[]
  readonly load: { readonly arrivals: number }
  readonly checks: { readonly held: number; readonly failed: readonly unknown[] }
}

describe('sim pressure', () => {
  it.each(PRESSURE_SCENARIOS.map(({ id }) => id))('%s: every message is under one heading', async (id) => {
    const { code, out, err } = await sim(['pressure', '--scenario', id, '--for', '2', '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { runs, load, checks } = JSON.parse(out) as RunJson
    expect(load.arrivals).toBeGreaterThan(1_000)
    expect(checks.held).toBeGreaterThan(runs.length)
    expect(checks.failed).toEqual([])
    for (const run of runs) {
      const sum = Object.values(COUNT_OF).reduce((total, name) => total + Number(run[name]), 0)
      expect(sum, run.lane).toBe(run.offered)
    }
  })

  it('prints a table, the theory beside it, and a row a message', async () => {
    const { out } = await sim([
      'pressure',
      '--policies',
      'unbounded',
      '--rate',
      '900',
      '--service',
      '1000',
      '--for',
      '5',
    ])
    expect(out).toContain('wait, p99.9')
    expect(out).toMatch(/unbounded, M\/M\/1: mean wait: 9\.000 ms by theory/)
    expect(out).toContain('too short to tell')
  })
})
