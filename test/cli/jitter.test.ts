import { describe, expect, it } from 'vitest'
import { createJitterEngine } from '../../src/labs/jitter/scenario.ts'
import { JITTER_SCENARIOS } from '../../src/labs/jitter/scenarios.ts'
import { JITTER_SETTINGS } from '../../src/engine/jitter/settings.ts'
import { POLICY_IDS } from '../../src/engine/jitter/settings/policies.ts'
import { at } from '../../src/shared/assert.ts'
import { defaultsOf } from '../../src/shared/params.ts'
import { sim } from './fake-terminal.ts'
import { ends, readJson, type JitterJson } from './reading.ts'

async function jitter(...words: readonly string[]): Promise<JitterJson> {
  const { code, out, err } = await sim(['jitter', '--json', ...words])
  expect(err).toBe('')
  expect(code).toBe(0)
  return readJson(out)
}

describe('sim jitter --json', { timeout: 60_000 }, () => {
  const main: readonly string[] = JITTER_SCENARIOS.filter((scenario) => scenario.main).map(({ id }) => id)
  it.each(main)('%s: every packet has exactly one end', async (id) => {
    const { runs, checks, scenario } = await jitter('--scenario', id, '--policy', 'all')
    expect(scenario).toBe(id)
    expect(runs.map(({ policy }) => policy)).toEqual(POLICY_IDS)
    for (const run of runs) expect({ ...run, ends: ends(run) }).toMatchObject({ ends: run.sent })
    expect(checks.failed).toEqual([])
  })

  it('gives the numbers of the engine run in one step', async () => {
    const high = at(JITTER_SCENARIOS, 2)
    const printed = await jitter('--scenario', high.id)
    const params = { ...defaultsOf(JITTER_SETTINGS), ...high.params }
    const engine = createJitterEngine({ scenario: high.id, seed: high.seed, params, attachment: null })
    while (engine.nextEventTime !== null) engine.advance(engine.extent)
    expect(printed.traceHash).toBe(engine.traceHash())
    expect(printed.seed).toBe(high.seed)
    for (const [i, run] of engine.summaries().entries()) {
      const { policy, sent, played, late, stalls } = run
      expect(printed.runs[i]).toMatchObject({ policy, sent, played, late, stalls })
      expect(printed.runs[i]?.delayMs.p99).toBeCloseTo(run.delayMs.p99, 3)
    }
  })

  it('makes the changes that a scenario has in its script', async () => {
    const [scripted, plain] = await Promise.all([
      jitter('--scenario', 'rough-patch'),
      jitter('--seed', '3', '--base', '200', '--spread', '75', '--policy', 'slide5-wired,neteq'),
    ])
    expect(scripted.runs[0]?.jitterMs).toBeLessThan(30)
    expect(plain.runs[0]?.jitterMs).toBeGreaterThan(30)
  })

  it('repeats a run to the bit, and takes another course with another seed', async () => {
    const [first, again, other] = await Promise.all(
      ['7', '7', '8'].map((seed) => jitter('--scenario', 'medium', '--seed', seed)),
    )
    expect(again).toEqual(first)
    expect(other?.traceHash).not.toBe(first?.traceHash)
    expect(other?.seed).toBe(8)
  })

  it('starts from the first scenario, with its own seed and policies', async () => {
    const { scenario, seed, runs } = await jitter()
    const first = at(JITTER_SCENARIOS, 0)
    expect({ scenario, seed }).toEqual({ scenario: first.id, seed: first.seed })
    expect(runs.map(({ policy }) => policy)).toEqual(['whiteboard', 'fixed'])
  })

  it('takes length, rate and settings from the command line, in every spelling', async () => {
    const plain = await jitter('--for', '5', '--fps', '60', '--set', 'spread=0', '--set', 'base=33')
    expect(plain.runs[0]?.sent).toBe(300)
    expect(plain.runs[0]?.jitterMs).toBeLessThan(0.001)
    expect(plain.settings).toMatchObject({ for: 5, fps: 60, spread: 0, base: 33 })
    const other = await jitter('--set=for=5', '--fps=60', '--spread=0', '--base', '33')
    expect(other).toEqual(plain)
  })

  it('lets the command line win over the scenario', async () => {
    const { settings, runs } = await jitter('--scenario', 'slide3', '--policy', 'neteq,fixed', '--fps', '20')
    expect(settings).toMatchObject({ fps: 20, policy: ['neteq', 'fixed'] })
    expect(runs.map(({ policy, sent }) => [policy, sent])).toEqual([
      ['neteq', 6],
      ['fixed', 6],
    ])
  })

  it('counts the two frames that the whiteboard never gives out', async () => {
    const { runs } = await jitter('--scenario', 'low', '--policy', 'whiteboard,fixed')
    expect(runs.map(({ held }) => held)).toEqual([2, 0])
  })

  it('has null where there is no number', async () => {
    const disk = { 'gone.csv': 'seq,send_ms,arrival_ms\n0,0,\n1,20,\n' }
    const { out } = await sim(['jitter', '--trace', 'gone.csv', '--json'], { disk })
    const { runs, trace, notices } = readJson(out)
    expect(trace).toMatchObject({ packets: 2, lost: 2 })
    expect(runs[0]).toMatchObject({ sent: 2, lost: 2, delayMs: { mean: null, p50: null, max: null } })
    expect(notices).toEqual(['every packet of this trace is lost'])
  })
})

describe('sim jitter, for people', { timeout: 60_000 }, () => {
  it('fits all policies into 120 characters, without colour where no terminal is', async () => {
    const { out, err } = await sim(['jitter', '--scenario', 'high', '--policy', 'all'])
    const lines = out.trimEnd().split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
    expect(out).not.toContain('\u001b')
    expect(err).toBe('')
    expect(lines[0]).toBe('Jitter: scenario high, seed 4, 1,800 packets sent in 60.0 s')
    expect(lines.at(-1)).toMatch(/^trace hash [0-9a-f]{16}$/)
    expect(out).toMatch(
      /^first difference: at [\d.]+ s, packet \d+: whiteboard \(whiteboard\) .+\(production\)/m,
    )
    expect(out).toMatch(/^\d+ of \d+ checks hold$/m)
  })

  it('aligns its columns', async () => {
    const { out } = await sim(['jitter', '--policy', 'all'])
    const table = out.split('\n\n')[1]?.split('\n') ?? []
    expect(table.length).toBeGreaterThan(10)
    expect(new Set(table.map((line) => line.length)).size).toBe(1)
  })

  it('sets the title off on a terminal, and stacks the table on a narrow one', async () => {
    const screen = { columns: 64 }
    const { out } = await sim(['jitter', '--policy', 'all'], { screen })
    expect(out.startsWith('\u001b[1mJitter: ')).toBe(true)
    const widths = out.split('\n').map((line) => line.split(/\p{Cc}\[\d+m/u).join('').length)
    expect(Math.max(...widths)).toBeLessThanOrEqual(64)
    for (const policy of POLICY_IDS) expect(out).toContain(policy)
    const plain = await sim(['jitter'], { screen, env: { NO_COLOR: '1' } })
    expect(plain.out).not.toContain('\u001b')
  })
})
