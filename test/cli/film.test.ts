import { describe, expect, it } from 'vitest'
import { FILM_SCENARIOS } from '../../src/labs/film/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface LaneJson {
  readonly lane: string
  readonly frozenS: number
  readonly meanKbps: number
  readonly bytes: Readonly<Record<'offered' | 'delivered' | 'onTheWire' | 'queued' | 'dropped', number>>
}

interface FilmJson {
  readonly lab: string
  readonly scenario: string
  readonly runs: readonly LaneJson[]
  readonly pictures: Readonly<Record<'captured' | 'shown' | 'late' | 'lost' | 'underWay', number>>
  readonly checks: { readonly held: number; readonly failed: readonly unknown[] }
}

describe('sim film', { timeout: 60_000 }, () => {
  it.each(FILM_SCENARIOS.map(({ id }) => id))(
    '%s: every byte is somewhere, every picture has an end',
    async (id) => {
      const { code, out, err } = await sim(['film', '--scenario', id, '--json'])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      const { lab, scenario, runs, pictures, checks } = JSON.parse(out) as FilmJson
      expect({ lab, scenario, failed: checks.failed }).toEqual({ lab: 'film', scenario: id, failed: [] })
      expect(checks.held).toBeGreaterThan(15)
      expect(runs.map(({ lane }) => lane)).toEqual(['call', 'fixed', 'bba', 'bola'])
      for (const { bytes } of runs)
        expect(bytes.delivered + bytes.onTheWire + bytes.queued + bytes.dropped).toBe(bytes.offered)
      const { captured, shown, late, lost, underWay } = pictures
      expect(shown + late + lost + underWay).toBe(captured)
    },
  )

  it('prints a table, writes rows, and takes its own settings', async () => {
    const line = 'film --scenario tunnel --player rate --capacity 3000 --for 40 --csv rows.csv'
    const { code, out, written } = await sim(line.split(' '))
    expect(code).toBe(0)
    expect(out).toMatch(/^Call or film: scenario tunnel, seed 1, 40\.0 s\nsettings: .*capacity 3000 kbit\/s/)
    expect(out).toMatch(/^ +call +rate$/m)
    expect(out).toMatch(/^frozen +s +6\.\d\d +0\.00$/m)
    expect(written.get('rows.csv')).toMatch(/^lane,number,kbit_s,.+\ncall,0,500,2083,0,/)
  })

  it('without a link prints dashes where there is no number', async () => {
    const { code, out } = await sim(['film', '--capacity', '0', '--for', '5'])
    expect(code).toBe(0)
    expect(out).toMatch(/^start-up +s +- +- +- +-$/m)
    expect(out).not.toMatch(/NaN|undefined/)
    expect(out).toMatch(/^(\d+) of \1 checks hold$/m)
  })
})
