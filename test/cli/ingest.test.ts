import { describe, expect, it } from 'vitest'
import { INGEST_SETTINGS } from '../../src/engine/ingest/settings.ts'
import { sim } from './fake-terminal.ts'

const SMALL = ['ingest', '--viewers', '2000', '--titles', '200', '--dedupeMB', '1', '--precision', '10']

interface Printed {
  readonly counts: Readonly<Record<string, number>>
  readonly injected: { readonly events: number; readonly replays: number }
  readonly collectors: Readonly<Record<string, number>>
  readonly checks: readonly { readonly predicted: number; readonly measured: number }[]
  readonly board: { readonly rows: readonly { readonly rank: number; readonly title: number }[] }
  readonly speed: { readonly nsPerEvent: Readonly<Record<string, number>> }
}

const json = async (...words: readonly string[]): Promise<Printed> => {
  const { code, out, err } = await sim([...SMALL, '--json', ...words])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Printed // its parts are looked at below
}

describe('sim ingest', () => {
  it('prints every counter, the boards and the times of the stages as one JSON object', async () => {
    const first = await json('--for', '60', '--crashAt', '30', '--seed', '3')
    const { counts, injected, checks, collectors } = first
    expect(injected.events).toBeGreaterThan(11_500)
    expect(counts['received']).toBe((counts['accepted'] ?? 0) + (counts['rejected'] ?? 0))
    expect(checks.length).toBeGreaterThan(8)
    for (const { predicted, measured } of checks) expect(measured).toBe(predicted)
    expect(collectors['crashes']).toBe(1)
    expect(first.board.rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(Object.values(first.speed.nsPerEvent).every((ns) => ns >= 0)).toBe(true)
    const again = await json('--for', '60', '--crashAt', '30', '--seed', '3')
    expect({ ...again, speed: null }).toEqual({ ...first, speed: null })
    const other = await json('--for', '60', '--crashAt', '30', '--seed', '4')
    expect(other.board.rows).not.toEqual(first.board.rows)
  })

  it('says the same in words, both boards in one table each', async () => {
    const { code, out } = await sim([...SMALL, '--for', '45', '--top', '3'])
    expect(code).toBe(0)
    expect(out).toMatch(/^received [\d,]+ = accepted [\d,]+ \+ rejected [\d,]+$/m)
    expect(out).toMatch(/^As drawn, realtime/m)
    expect(out).not.toContain('does not hold')
  })

  it.each([
    [['--viewers', '5'], '--viewers: "5" is below 1000'],
    [['--viewers', 'many'], '--viewers: "many" is not a number'],
    [['--dedupe', 'finger'], '--dedupe: "finger" there is no "finger"; did you mean fingerprint?'],
    [['--seed', '1.5'], '--seed: "1.5" is not a whole number from 0 to 2147483647'],
    [['--titels', '3'], '--titels is no option of sim ingest; did you mean --titles?'],
  ])('refuses %j in one line', async (words, message) => {
    const { code, out, err } = await sim(['ingest', ...words])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message.slice(0, 40))
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  it('is explained setting by setting', async () => {
    const { out } = await sim(['--help'])
    for (const { key } of INGEST_SETTINGS) expect(out).toMatch(new RegExp(`^  --${key} `, 'm'))
  })
})
