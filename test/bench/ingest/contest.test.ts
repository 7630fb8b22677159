import { beforeAll, describe, expect, it } from 'vitest'
import { objects } from '../peers/objects.ts'
import { chunks, contestConfig, eventsOf, type Contestant, type Input, type Part } from './contest.ts'
import { likeness, mustBalance } from './likeness.ts'
import { OURS } from './ours.ts'
import { generation, recordEvents } from './record.ts'
import { clocked, type Result } from './run.ts'

const PARTS: readonly Part[] = [
  { from: 0, to: 500 },
  { from: 500, to: 900 },
]

let input: Input

async function played(contestant: Contestant | undefined): Promise<Result[]> {
  if (contestant === undefined) throw new Error('there is no such contestant')
  const run = await contestant.begin(input)
  const results: Result[] = []
  for (const part of PARTS) results.push(await clocked(run, part))
  return results
}

beforeAll(() => {
  const usual = contestConfig()
  const population = { ...usual.population, viewers: 4_000, subscribers: 60_000, titles: 300 }
  const sketches = { ...usual.sketches, headTitles: 300 }
  input = recordEvents({ ...usual, population, sketches }, 900, undefined)
})

describe('the bench beside peers', () => {
  it('gives ours and plain objects the same events, and they agree', async () => {
    const exact = await played(objects)
    const ours = await played(OURS['ours without WebAssembly'])
    ours.forEach((result, i) => mustBalance('ours', result, exact[i] ?? result))
    const boards = [ours, exact].map((results) => results.flatMap((result) => result.boards))
    const [mine = [], truth = []] = boards
    expect(truth.length).toBeGreaterThan(1)
    // 100 of 300 titles, where one viewer more or less makes a rank; 3 % is twice the sketches' standard error.
    const { recall, error } = likeness(mine, truth)
    expect(recall).toBeGreaterThan(0.95)
    expect(error).toBeLessThan(0.033)
  })

  it('makes as many events again as were recorded', async () => {
    const results = await played(generation)
    expect(results.at(-1)?.received).toBe(input.events)
  })

  it('says so when counters do not balance', async () => {
    const [exact] = await played(objects)
    if (exact === undefined) throw new Error('nothing was played')
    expect(exact.rejected).toBeGreaterThan(0)
    expect(exact.duplicate).toBeGreaterThan(0)
    expect(() => mustBalance('one', { ...exact, rejected: exact.rejected - 1 }, exact)).toThrow(
      /refused|rejected/,
    )
    expect(() => mustBalance('one', { ...exact, duplicate: 0 }, exact)).toThrow(/duplicates/)
    expect(() => mustBalance('one', { ...exact, boards: [] }, exact)).toThrow(/boards/)
  })

  it('cuts the events of a part without losing one, and ends a chunk with each board', () => {
    for (const part of PARTS) {
      const cut = [...chunks(input, part, 5_000)]
      expect(cut.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(eventsOf(input.ticks, part))
      cut.slice(1).forEach(({ from }, i) => expect(from).toBe(cut[i]?.to))
      for (const { ticks, board } of cut) {
        expect(ticks.at(-1)?.board).toBe(board)
        expect(ticks.slice(0, -1).every((tick) => tick.board === null)).toBe(true)
      }
    }
  })
})
