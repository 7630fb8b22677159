import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { readLabAddress } from '../../src/state/lab-address.ts'
import { lab } from '../../src/labs/jitter/lab.ts'
import { setUp, tearDown, type Bench } from './support/bench.ts'

afterEach(() => {
  if (tearDown() > 1) throw new Error('two pulls were under way at once')
})

/** What two stages must share to show the same. */
const picture = (bench: Bench) => ({
  scenario: bench.state.scenario,
  seed: bench.state.seed,
  params: bench.state.params,
  now: bench.state.now,
  link: bench.state.link,
  hash: bench.hash,
  frame: bench.shown.at(-1)?.frame,
})

describe('a copied link opened elsewhere', () => {
  const copies: [string, (bench: Bench) => Promise<void>][] = [
    ['an untouched run', async () => {}],
    ['a moment', (bench) => bench.seek(7.123_456)],
    [
      'another scenario, seed and parameters',
      async (bench) => {
        await bench.after((controller) => controller.chooseScenario('high'))
        await bench.after((controller) => controller.setSeed(4_294_967_295))
        await bench.after((controller) => controller.setParam('policy', ['neteq', 'gate-once'], 'start'))
        await bench.after((controller) => controller.setParam('order', true, 'start'))
        await bench.after((controller) => controller.setParam('correlation', 0.35, 'start'))
        await bench.seek(9)
      },
    ],
    [
      'a branch with several changes',
      async (bench) => {
        await bench.seek(8)
        for (const [command, time] of [
          [{ kind: 'move', packet: 61, arrival: 2.4 * SECOND }, 2.04 * SECOND],
          [{ kind: 'set', key: 'order', value: false }, 3 * SECOND],
          [{ kind: 'set', key: 'shape', value: 'uniform' }, 5 * SECOND],
          [{ kind: 'lose', packet: 180 }, 6.01 * SECOND],
        ] as const)
          await bench.after((controller) => controller.act(command, time, null))
        await bench.seek(7.5)
      },
    ],
    [
      'a branch while one stands before its fork',
      async (bench) => {
        await bench.seek(8)
        await bench.after((controller) =>
          controller.act({ kind: 'set', key: 'base', value: 5 }, 4 * SECOND, null),
        )
        await bench.seek(1)
      },
    ],
    [
      'a scenario with a script of its own',
      async (bench) => {
        await bench.after((controller) => controller.chooseScenario('rough-patch'))
        await bench.seek(14)
        await bench.after((controller) => controller.act({ kind: 'set', key: 'base', value: 5 }, null, null))
        await bench.seek(16)
      },
    ],
    ['the end of a run', (bench) => bench.seek(1e6)],
  ]

  it.each(copies)('shows %s just the same', async (_what, prepare) => {
    const bench = await setUp('scenario=medium')
    await prepare(bench)
    await bench.settle()
    const elsewhere = await setUp(bench.controller.addressQuery(true))
    expect(picture(elsewhere)).toEqual(picture(bench))
    expect(elsewhere.notices).toBe('')
    expect(elsewhere.controller.addressQuery(true)).toBe(bench.controller.addressQuery(true))
  })

  it('leaves the moment out when that is asked for', async () => {
    const bench = await setUp('scenario=medium&seed=3')
    await bench.seek(3)
    expect(bench.controller.addressQuery(true)).toBe('scenario=medium&seed=3&t=3')
    expect(bench.controller.addressQuery(false)).toBe('scenario=medium&seed=3')
  })
})

describe('a link that is not whole', () => {
  it('with changes nobody can read shows the run without them, and says so', async () => {
    const bench = await setUp('scenario=medium&branch=15000&t=2')
    expect(bench.notices).toContain('could not be read (branch: "15000" is not a change)')
    expect(bench.branches).toEqual(['main'])
    expect(bench.state.now).toBe(2 * SECOND)
    expect(bench.state.link).toEqual([])
  })

  it('with a change that does not fit shows the others, and says so', async () => {
    const bench = await setUp('scenario=medium&branch=1000000!set.base.90,1500000!lose.999&t=2')
    expect(bench.notices).toContain('packet 999 has not been sent yet')
    const other = await setUp('scenario=medium&branch=1000000!set.base.90&t=2')
    expect(bench.hash).toBe(other.hash)
  })

  it('to a moment after the end shows the end, and says so', async () => {
    const bench = await setUp('scenario=medium&for=2&t=77')
    expect(bench.notices).toContain('t=77 is after the end of this run')
    expect(bench.state.now).toBeLessThan(5 * SECOND)
    expect(bench.state.now).toBe(bench.state.extent)
  })
})

describe('going on to another address', () => {
  it('leaves nothing of the one before', async () => {
    const bench = await setUp('scenario=high&t=5')
    await bench.after((controller) =>
      controller.act({ kind: 'set', key: 'base', value: 5 }, 2 * SECOND, null),
    )
    bench.controller.play()
    await bench.tick(1)
    const { address } = readLabAddress('scenario=low&seed=6&t=3', lab)
    await bench.after((controller) => controller.visit({ address, autoplay: false }))
    const fresh = await setUp('scenario=low&seed=6&t=3')
    expect(picture(bench)).toEqual(picture(fresh))
    expect(bench.branches).toEqual(['main'])
    expect(bench.state.playing).toBe(false)
  })

  it('shows no moment but those of the way there', async () => {
    const bench = await setUp('scenario=high&t=5')
    bench.shown.length = 0
    const { address } = readLabAddress('scenario=low&seed=6&t=8', lab)
    const there = bench.controller.visit({ address, autoplay: false })
    for (let i = 0; i < 6; i++) {
      bench.controller.setActive(true)
      bench.ticker.tick(8)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await there
    await bench.settle()
    const moments = bench.shown.map(({ frame }) => (frame as { now: number }).now)
    expect(new Set(moments)).toEqual(new Set([8 * SECOND]))
  })
})

it('a moment asked for while an address is on its way is where one comes to stand', async () => {
  const bench = await setUp('scenario=medium')
  await bench.seek(5)
  const { address } = readLabAddress('scenario=high', lab)
  await bench.after(async (controller) => {
    const visited = controller.visit({ address, autoplay: false })
    controller.seek(2 * SECOND)
    await visited
  })
  expect({ scenario: bench.state.scenario, now: bench.state.now }).toEqual({
    scenario: 'high',
    now: 2 * SECOND,
  })
})
