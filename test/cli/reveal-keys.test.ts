import { describe, expect, it } from 'vitest'
import { KEYS_SCENARIOS } from '../../src/labs/keys/scenarios.ts'
import { REVEAL_SCENARIOS } from '../../src/labs/reveal/scenarios.ts'
import { sim } from './fake-terminal.ts'

interface ReaderJson {
  readonly lane: string
  readonly reader: string
  readonly produced: number
  readonly read: number
  readonly unread: number
  readonly waiting: number
  readonly lost: number
  readonly skipped: number
}

interface RuleJson {
  readonly lane: string
  readonly sent: number
  readonly read: number
  readonly unread: number
  readonly partitions: readonly { readonly records: number }[]
}

interface RunJson<Run> {
  readonly lab: string
  readonly scenario: string
  readonly runs: readonly Run[]
  readonly checks: { readonly failed: readonly unknown[] }
}

async function runJson<Run>(argv: readonly string[]): Promise<RunJson<Run>> {
  const { code, out, err } = await sim([...argv, '--json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as RunJson<Run>
}

describe('sim reveal', { timeout: 60_000 }, () => {
  it.each(REVEAL_SCENARIOS.map(({ id }) => id))(
    '%s: every record has one end for each reader',
    async (id) => {
      const { lab, scenario, runs, checks } = await runJson<ReaderJson>(['reveal', '--scenario', id])
      expect({ lab, scenario, failed: checks.failed }).toEqual({ lab: 'reveal', scenario: id, failed: [] })
      expect(new Set(runs.map(({ lane }) => lane))).toEqual(new Set(['block', 'overwrite', 'log']))
      for (const { produced, read, unread, waiting, lost, skipped } of runs)
        expect(read + unread + waiting + lost + skipped).toBe(produced)
    },
  )

  it('prints a table, writes rows, and takes its own settings', async () => {
    const { code, out, written } = await sim(['reveal', '--for', '5', '--slots', '4', '--csv', 'rows.csv'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Ring or log: scenario even, seed 1, 5\.0 s\nsettings: .*slots 4 slots/)
    expect(out).toMatch(/^produced +records +\d+/m)
    expect(out).toMatch(/^log: start \d+, high watermark \d+, end \d+;/m)
    expect(written.get('rows.csv')).toMatch(/^record,made_ms,block_in_ms,block_a_end,.+\n0,0,0,read,/)
  })
})

describe('sim keys', { timeout: 60_000 }, () => {
  it.each(KEYS_SCENARIOS.map(({ id }) => id))('%s: what was sent lies in the partitions', async (id) => {
    const { lab, scenario, runs, checks } = await runJson<RuleJson>(['keys', '--scenario', id, '--for', '15'])
    expect({ lab, scenario, failed: checks.failed }).toEqual({ lab: 'keys', scenario: id, failed: [] })
    expect(runs.map(({ lane }) => lane)).toEqual(['whiteboard', 'kafka', 'ring', 'slots'])
    for (const { sent, read, unread, partitions } of runs) {
      expect(read + unread).toBe(sent)
      expect(partitions.reduce((sum, { records }) => sum + records, 0)).toBe(sent)
    }
  })

  it('prints tables and writes rows', async () => {
    const { code, out, written } = await sim(['keys', '--for', '12', '--keys', '100', '--csv', 'rows.csv'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Which partition: scenario grow, seed 1, 12\.0 s, 13 partitions$/m)
    expect(out).toMatch(/^ {2}in theory +% +92\.3 +92\.3 +7\.7 +7\.7$/m)
    expect(written.get('rows.csv')).toMatch(
      /^record,sent_ms,producer,key,whiteboard_partition,.+\n0,0,[12],(user-\d+)?,/,
    )
  })
})
