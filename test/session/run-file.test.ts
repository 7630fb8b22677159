import { beforeAll, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { Host } from '../../src/session/host.ts'
import { at } from '../../src/shared/assert.ts'
import { arrive, refusalOf, valueOf } from './support/asking.ts'
import { sessionOf } from './support/host-session.ts'
import {
  accepted,
  exercise,
  expectSentence,
  parse,
  read,
  refusal,
  REQUEST,
  writeRun,
  type Json,
} from './support/run-files.ts'
import { loadSimulation } from './support/simulations.ts'

let plain: string
let traced: string

beforeAll(async () => {
  plain = await writeRun(false)
  traced = await writeRun(true)
})

describe('a run file', () => {
  it('as written is read, opened and written again the same', async () => {
    for (const text of [plain, traced]) {
      const { run, notices } = await accepted(parse(text))
      expect(notices).toEqual([])
      await exercise(run)
      const session = sessionOf(new Host(loadSimulation, () => 0))
      valueOf(await session.open(run.request))
      await arrive(session)
      expect(valueOf(await session.exportRun())).toBe(text)
    }
  })

  it.each([
    ['nothing', '', /not JSON/],
    ['half a file', '{"format":"millrace-run","version":1,', /not JSON/],
    ['a list', '[]', /^the file: |Invalid/],
    ['null', 'null', /^the file: |Invalid/],
    ['a file of something else', '{"format":"package"}', /no Millrace run file|format/],
  ])('that holds %s is refused', async (_what, text, words) => {
    expect(refusalOf(await read(text))).toMatch(words)
  })

  it.each([
    ['version', 2, /newer Millrace/],
    ['version', '1', /^version: /],
    ['lab', 'nowhere', /no lab "nowhere"/],
    ['lab', '__proto__', /no lab/],
    ['scenario', 'nowhere', /no scenario "nowhere"/],
    ['seed', -1, /^seed: /],
    ['seed', 1.5, /^seed: /],
    ['seed', 2 ** 32, /^seed: /],
    ['now', -1, /^now: /],
    ['now', 1e300, /^now: /],
    ['current', 'b9', /^current: there is no branch b9/],
    ['hash', 'x', /^hash: /],
    ['branches', [], /^branches: /],
    ['branches', {}, /^branches: /],
    ['params', 'none', /^params: /],
  ])('with %s = %j is refused: by the place, in words', async (key, value, words) => {
    expect(await refusal({ ...parse(plain), [key]: value })).toMatch(words)
  })

  it('sets right parameters out of bounds or unknown, and says so', async () => {
    const params = JSON.parse(
      '{"delay":1e9,"fps":"many","shape":"square","policy":["none"],"volume":11,"__proto__":{"for":1},"constructor":5}',
    ) as Json
    const { run, notices } = await accepted({ ...parse(plain), params })
    expect(run.request.spec.params).toMatchObject({
      delay: 2_000,
      fps: 30,
      shape: 'normal',
      policy: ['whiteboard', 'fixed'],
      for: 60,
    })
    for (const words of [
      'delay=1000000000 is above 2000; it was set to 2000',
      'fps=',
      'shape=',
      'policy=',
      '"volume"',
    ])
      expect(notices.some((notice) => notice.includes(words))).toBe(true)
    await exercise(run)
  })

  it('is no way to change the objects of the page', async () => {
    const text = plain
      .replace('"params":{', '"params":{"__proto__":{"polluted":1},')
      .replace('"command":{', '"command":{"__proto__":{"polluted":1},')
    expect(text).not.toBe(plain)
    const outcome = await read(text)
    expectSentence(outcome)
    expect('polluted' in {}).toBe(false)
  })
})

describe('the branches of a run file', () => {
  const withBranches = (change: (branches: { [key: string]: Json }[]) => Json): Json => {
    const file = parse(plain)
    return { ...file, branches: change(file['branches'] as { [key: string]: Json }[]) } // our own export
  }

  it('were three in the file these tests begin with', () => {
    const { branches } = parse(plain)
    expect(Array.isArray(branches) && branches.length).toBe(3)
  })

  it.each<[string, (branches: { [key: string]: Json }[]) => Json, RegExp]>([
    ['no first run', (all) => all.slice(1), /first branch must be main/],
    ['the first run last', (all) => all.toReversed(), /first branch must be main/],
    ['two first runs', (all) => [...all, at(all, 0)], /first branch must be main/],
    ['a branch twice', (all) => [...all, at(all, 1)], /is there twice/],
    ['a parent not there', (all) => all.with(1, { ...at(all, 1), parent: 'b77' }), /grows out of b77/],
    [
      'a branch that is its own parent',
      (all) => all.with(1, { ...at(all, 1), parent: at(all, 1)['id'] ?? '' }),
      /grows out of/,
    ],
    ['an orphan', (all) => all.with(1, { ...at(all, 1), parent: null }), /first branch must be main/],
    [
      'a first run with a parent',
      (all) => all.with(0, { ...at(all, 0), parent: 'b1' }),
      /first branch must be main/,
    ],
    [
      'a name that is no branch id',
      (all) => all.with(1, { ...at(all, 1), id: 'constructor' }),
      /no branch id/,
    ],
    [
      'too many of them',
      (all) => [...all, ...Array.from({ length: 30 }, (_, i) => ({ ...at(all, 1), id: `b${i + 50}` }))],
      /^branches: /,
    ],
  ])('are refused with %s', async (_what, change, words) => {
    expect(await refusal(withBranches(change))).toMatch(words)
  })

  it('are refused with commands out of order, commands nobody knows, or ten thousand of them', async () => {
    const commands = (list: Json[]): Json =>
      withBranches((all) => all.with(0, { ...at(all, 0), commands: list }))
    const set = (time: number): Json => ({
      at: time,
      command: { kind: 'set', key: 'base', value: 50 },
      scripted: false,
    })
    expect(await refusal(commands([set(5), set(4)]))).toMatch(/^branches\.0\.commands\.1: .*not in order/)
    expect(await refusal(commands([{ at: 1, command: { kind: 'explode' }, scripted: false }]))).toMatch(
      /^branches\.0\.commands\.0: /,
    )
    expect(
      await refusal(
        commands([{ at: 1, command: { kind: 'set', key: 'base', value: null }, scripted: false }]),
      ),
    ).toMatch(/^branches\.0\.commands\.0: /)
    const endless = JSON.stringify(commands([set(5)])).replace('"value":50', '"value":1e999')
    expect(refusalOf(await read(endless))).toMatch(/^branches\.0\.commands\.0: /)
    expect(await refusal(commands(Array.from({ length: 10_000 }, (_, i) => set(i))))).toMatch(
      /^branches\.0\.commands: /,
    )
    const most = await accepted(commands(Array.from({ length: 2_000 }, () => set(SECOND))))
    await exercise(most.run)
  })

  it('that do not agree on the past are still run as they stand', async () => {
    const { run } = await accepted(
      withBranches((all) => all.map((branch) => ({ ...branch, forkAt: 9e15, horizon: 0 }))),
    )
    expect(run.request.log?.branches.map(({ forkAt }) => forkAt)).toEqual([9e15, 9e15, 9e15])
    await exercise(run)
  })

  it('may hold changes that no longer fit: the run goes on without them and says so', async () => {
    const commands: Json[] = [
      { at: 5, command: { kind: 'lose', packet: 4_000 }, scripted: false },
      { at: 9e15, command: { kind: 'set', key: 'base', value: 1 }, scripted: false },
    ]
    const { run } = await accepted({
      ...parse(plain),
      branches: [{ id: 'main', name: 'x', parent: null, forkAt: 0, horizon: 9e15, commands }],
      current: 'main',
      now: 9e15,
    })
    await exercise(run)
    const host = new Host(loadSimulation, () => 0)
    valueOf(await host.open(run.request))
    expect(Number(parse(host.exportRun())['now'])).toBeLessThan(1e9)
    host.pull(REQUEST, null)
    const { details, now, extent } = host.pull({ ...REQUEST, advance: 1_000 }, null)
    expect(now).toBeLessThanOrEqual(extent)
    expect(details?.refusals ?? []).toEqual([])
  })
})

describe('the trace in a run file', () => {
  const withTrace = (change: { [key: string]: Json }): Json => {
    const file = parse(traced)
    const attachment = file['attachment'] as { [key: string]: Json } // our own export
    return { ...file, attachment: { ...attachment, data: { ...(attachment['data'] as object), ...change } } }
  }

  it.each<[string, { [key: string]: Json }]>([
    ['no packet', { sent: [], arrived: [] }],
    ['columns of different length', { sent: [0, 1] }],
    ['packets out of order', { sent: [0, 50, 20], arrived: [100, 100, 100] }],
    ['a packet that arrives before it is sent', { sent: [0, 50_000], arrived: [20, 49_999] }],
    ['a copy that arrives before its packet is sent', { copies: { row: [50], arrived: [0] } }],
    ['a first packet that is not at 0', { sent: [5, 6], arrived: [7, 8], copies: { row: [], arrived: [] } }],
    [
      'more packets than a run may have',
      { sent: Array.from({ length: 500_001 }, () => 0), arrived: Array.from({ length: 500_001 }, () => 5) },
    ],
    ['a copy of no packet', { copies: { row: [999_999], arrived: [5] } }],
    ['a copy without an arrival', { copies: { row: [1], arrived: [] } }],
    ['a time that is no number', { sent: [0, 'soon'], arrived: [5, 6] }],
    ['half a microsecond', { sent: [0, 0.5], arrived: [5, 6] }],
    ['an interval of nothing', { interval: 0 }],
    ['a clock of its own', { clockOffset: -5 }],
  ])('is refused with %s', async (_what, change) => {
    expect(await refusal(withTrace(change))).toMatch(/^attachment\./)
  })

  it.each<[string, { [key: string]: Json }]>([
    ['two copies of one packet', { copies: { row: [3, 3], arrived: [500_000, 600_000] } }],
    [
      'packets that take for ever',
      { sent: [0, 1, 2], arrived: [9e15, 9e15, null], copies: { row: [], arrived: [] } },
    ],
    ['everything lost', { sent: [0, 1, 2], arrived: [null, null, null], copies: { row: [], arrived: [] } }],
    [
      'everything at once',
      {
        sent: Array.from({ length: 3_000 }, () => 0),
        arrived: Array.from({ length: 3_000 }, () => 0),
        copies: { row: [], arrived: [] },
      },
    ],
  ])('with %s is refused, or runs, its time going forward only', async (_what, change) => {
    const outcome = await read(JSON.stringify(withTrace(change)))
    expectSentence(outcome)
    if (!outcome.ok || outcome.value.kind !== 'run') return
    await exercise(outcome.value.run)
    const host = new Host(loadSimulation, () => 0)
    valueOf(await host.open({ ...outcome.value.run.request, log: null }))
    let last = 0
    for (let i = 0; i < 40; i++) {
      const { now, checks } = host.pull({ ...REQUEST, advance: 100_000 }, null)
      expect(now).toBeGreaterThanOrEqual(last)
      last = now
      for (const { predicted, measured } of (checks ?? []).filter(({ id }) => id.startsWith('conservation')))
        expect(measured).toBe(predicted)
    }
  })
})
