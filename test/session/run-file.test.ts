import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { Host } from '../../src/session/host.ts'
import type { Imported, LoadedRun, PullRequest } from '../../src/session/protocol.ts'
import { readRunFile } from '../../src/session/run-file.ts'
import { at } from '../../src/shared/assert.ts'
import { sentence, type Outcome } from '../../src/shared/outcome.ts'
import { arrive, goTo, jitterRun, packetOnItsWay, refusalOf, valueOf } from './support/asking.ts'
import { sessionOf } from './support/host-session.ts'
import { flying } from './support/sessions.ts'
import { loadSimulation } from './support/simulations.ts'

const TRACE = [
  'seq,send_ms,arrival_ms',
  ...Array.from({ length: 100 }, (_, i) => `${i},${i * 30},${i % 9 === 8 ? '' : i * 30 + 40 + (i % 5) * 11}`),
  '7,210,400',
  '20,600,900',
].join('\n')

/** A file with everything in it: parameters, commands of every kind, branches, with or without a trace. */
async function writeRun(withTrace: boolean): Promise<string> {
  const session = sessionOf(new Host(loadSimulation, () => 0))
  const request = jitterRun('rough-patch', {
    params: { for: 15, delay: 70, order: false, policy: ['whiteboard', 'neteq', 'slide5-wired'] },
  })
  valueOf(await session.open(request))
  if (withTrace) {
    const imported = valueOf(
      await session.importFile(new Blob([TRACE]), 'walk.csv', () => {}, new AbortController().signal),
    )
    if (imported.kind !== 'attachment') throw new Error('a trace was expected')
    valueOf(await session.open({ ...request, spec: { ...request.spec, attachment: imported.attachment } }))
  }
  const packet = packetOnItsWay(await goTo(session, SECOND))
  const give = async (command: unknown, time: number | null): Promise<void> => {
    valueOf(await session.apply(command, time, null))
    await arrive(session)
  }
  await give({ kind: 'lose', packet }, null)
  await goTo(session, 3 * SECOND)
  await give({ kind: 'set', key: 'shape', value: 'pareto' }, 2 * SECOND)
  await give({ kind: 'set', key: 'order', value: true }, null)
  await give({ kind: 'set', key: 'delay', value: 20 }, 2.5 * SECOND)
  await goTo(session, 2.8 * SECOND)
  return valueOf(await session.exportRun())
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const parse = (text: string): { [key: string]: Json } => JSON.parse(text) as { [key: string]: Json } // our own export

const read = (text: string): Promise<Outcome<Imported>> => readRunFile(text, loadSimulation)

const refusal = async (file: Json): Promise<string> => refusalOf(await read(JSON.stringify(file)))

async function accepted(file: Json): Promise<{ run: LoadedRun; notices: readonly string[] }> {
  const imported = valueOf(await read(JSON.stringify(file)))
  if (imported.kind !== 'run') throw new Error('a run was expected')
  return imported
}

const REQUEST: PullRequest = {
  advance: 0,
  before: 5 * SECOND,
  after: SECOND,
  details: true,
  checks: true,
  logVersion: 0,
}

/** Opens the run and does with it what a person can: nothing of it may throw. */
async function exercise({ request }: LoadedRun): Promise<void> {
  const host = new Host(loadSimulation, flying())
  valueOf(await host.open(request))
  const pull = (times: number, advance: number): void => {
    for (let i = 0; i < times; i++) host.pull({ ...REQUEST, advance }, null)
  }
  pull(4, SECOND)
  host.stepForward()
  pull(2, 0)
  host.stepBack()
  pull(2, 0)
  host.seek(1e12)
  pull(4, 0)
  for (const { id } of at(request.log?.branches ?? [], 0) === undefined
    ? []
    : (request.log?.branches ?? [])) {
    valueOf(host.switchTo(id))
    pull(2, SECOND)
  }
  host.series()
  expect(host.link().every((token) => token.includes('!'))).toBe(true)
  expect(host.exportRows().length).toBeGreaterThan(10)
  valueOf(await read(host.exportRun()))
}

/** A sentence for a person: words, no programmer's leftovers. */
function expectSentence(outcome: Outcome<unknown>): void {
  if (outcome.ok) return
  const said = sentence(outcome.problem)
  expect(said).toMatch(/[a-z]{2,} .*[a-z]{2,}/i)
  expect(said).not.toMatch(/\[object|undefined is|Cannot read/)
  expect(said.length).toBeLessThan(1_000)
}

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

describe('a run file that was tampered with', () => {
  /** Every place in the file, as keys from the root. */
  const places = (value: Json, here: readonly string[] = []): (readonly string[])[] =>
    typeof value !== 'object' || value === null
      ? [here]
      : [here, ...Object.entries(value).flatMap(([key, part]) => places(part, [...here, key]))]

  const strange = fc.oneof(
    fc.constantFrom<string[]>(
      ...[
        'null',
        'true',
        '0',
        '-0',
        '-1',
        '1.5',
        '1e999',
        '-1e999',
        '1e308',
        '9007199254740993',
        '9000000000000000',
      ],
      ...[
        '""',
        '"__proto__"',
        '"main"',
        '"b1"',
        '"b999999"',
        '[]',
        '{}',
        '[[]]',
        '[null]',
        '{"__proto__":{"x":1}}',
      ],
      ...[
        '{"length":3}',
        '{"kind":"set","key":"__proto__","value":1}',
        '{"kind":"move","packet":0,"arrival":0}',
      ],
      ...['{"kind":"set","key":"fps","value":60}', '{"kind":"lose","packet":9007199254740991}'],
    ),
    fc.string({ maxLength: 300 }).map((text) => JSON.stringify(text)),
    fc.integer().map(String),
    fc.nat(20_000_000).map(String),
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  )

  const change = fc.record({
    where: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'twice', 'add'),
    what: strange,
  })

  /** The JSON of `value`, changed at the place `path`: on the text, so that what no object can hold gets in too. */
  function tamper(value: Json, path: readonly string[], how: string, what: string): string {
    const [key, ...rest] = path
    if (key === undefined) {
      if (how === 'add' && typeof value === 'object' && value !== null && !Array.isArray(value))
        return JSON.stringify(value).replace('{', `{"__proto__":${what},`).replace(',}', '}')
      return what
    }
    if (typeof value !== 'object' || value === null) return what
    const parts = Object.entries(value).flatMap(([name, part]) => {
      const quoted = Array.isArray(value) ? '' : `${JSON.stringify(name)}:`
      const kept = quoted + JSON.stringify(part)
      if (name !== key) return [kept]
      if (rest.length === 0 && how === 'remove') return []
      if (rest.length === 0 && how === 'twice') return [kept, kept]
      return [quoted + tamper(part, rest, how, what)]
    })
    return Array.isArray(value) ? `[${parts.join()}]` : `{${parts.join()}}`
  }

  it('is refused with a sentence, or opens and runs', async () => {
    let refused = 0
    let ran = 0
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        async (withTrace, changes) => {
          let text = withTrace ? traced : plain
          for (const { where, how, what } of changes) {
            const value = parse(text)
            const all = places(value)
            // Places deep in the columns of a trace are many and alike: take them as seldom as the others.
            const shallow = all.filter((path) => path.length < 4 || path[0] !== 'attachment')
            text = tamper(value, at(shallow, where % shallow.length), how, what)
            if (!text.startsWith('{')) break
          }
          const outcome = await read(text)
          expectSentence(outcome)
          if (!outcome.ok) refused += 1
          else if (outcome.value.kind === 'run') {
            ran += 1
            await exercise(outcome.value.run)
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(refused).toBeGreaterThan(50)
    expect(ran).toBeGreaterThan(20)
  })
})
