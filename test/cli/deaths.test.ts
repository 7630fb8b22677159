import { describe, expect, it } from 'vitest'
import { sim } from './fake-terminal.ts'

interface StoreJson {
  readonly lane: string
  readonly produced: number
  readonly consumed: number
  readonly held: number
  readonly lost: number
  readonly losses: Readonly<Record<string, number>>
}

interface RunJson {
  readonly runs: readonly StoreJson[]
  readonly checks: { readonly failed: readonly unknown[] }
  readonly onPaper: { readonly firstLossSeconds: number }
}

describe('sim deaths', { timeout: 60_000 }, () => {
  it.each(['mismatch', 'burst', 'hour', 'day', 'short', 'help', 'latest', 'uneven'])(
    '%s: every message is consumed, held, or lost for a reason',
    async (id) => {
      const { code, out, err } = await sim(['deaths', '--scenario', id, '--json'])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      const { runs, checks } = JSON.parse(out) as RunJson
      expect(runs.map(({ lane }) => lane)).toEqual(['list', 'ring', 'log'])
      expect(checks.failed).toEqual([])
      for (const { produced, consumed, held, lost, losses } of runs) {
        expect(Object.values(losses).reduce((sum, part) => sum + part, 0)).toBe(lost)
        expect(consumed + held + lost).toBe(produced)
      }
    },
  )

  it('tells when paper and pencil lose the first message of 10 GiB: after 5,369 s (spec/facts.md, X31)', async () => {
    const { out } = await sim(['deaths', '--for', '6000', '--json'])
    expect(Math.round((JSON.parse(out) as RunJson).onPaper.firstLossSeconds)).toBe(5_369)
  })

  it('prints a table, writes rows, and takes its own settings', async () => {
    const { code, out, written } = await sim([
      'deaths',
      '--for',
      '60',
      '--slots',
      '1000',
      '--csv',
      'rows.csv',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/^Three deaths: scenario mismatch, seed 1, 60 s\nsettings: .*slots 1000 slots/)
    expect(out).toMatch(/^ +overwritten +messages +0 +119,000 +0$/m)
    expect(out).toMatch(/^log: start 0, consumer at 480,000, end 600,000; 1 segments/m)
    expect(written.get('rows.csv')).toMatch(
      /^store,time_s,held,lag_s,lost\nlist,0,0,0,0\nlist,1,2000,0\.2,0\n/,
    )
  })
})
