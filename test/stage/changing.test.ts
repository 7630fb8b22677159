import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
import { lab as jitter } from '../../src/labs/jitter/lab.ts'
import { paramsInForce } from '../../src/state/lab-store.ts'
import { setUp, tearDown, type Bench } from './support/bench.ts'

afterEach(() => {
  if (tearDown() > 1) throw new Error('two pulls were under way at once')
})

/** The trace hash of a fresh run at `seconds`. */
async function hashAt(query: string, seconds: number): Promise<string> {
  const bench = await setUp(query)
  await bench.seek(seconds)
  return bench.hash
}

describe('a parameter', () => {
  it('changed from the start keeps the moment: the past is computed anew', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(5)
    await bench.after((controller) => controller.setParam('spread', 40, 'start'))
    expect(bench.state.now).toBe(5 * SECOND)
    expect(bench.state.params['spread']).toBe(40)
    expect(bench.hash).toBe(await hashAt('scenario=medium&spread=40', 5))
    expect(bench.branches).toEqual(['main'])
    expect(bench.state.done.has('set-spread')).toBe(true)
  })

  it('changed from the start on the way to a moment keeps that moment', async () => {
    let wall = 0
    const bench = await setUp('scenario=medium', { hostClock: () => (wall += 1_000) })
    const beOnTheWay = async (): Promise<void> => {
      await bench.worker.quiet()
      await bench.tick()
      expect(bench.state.settled).toBe(false)
      expect(bench.state.now).toBeLessThan(20 * SECOND)
    }
    bench.controller.seek(20 * SECOND)
    await beOnTheWay()
    bench.controller.setParam('spread', 30, 'start')
    await beOnTheWay()
    await bench.after((controller) => controller.setParam('spread', 40, 'start'))
    expect(bench.state.now).toBe(20 * SECOND)
    expect(bench.hash).toBe(await hashAt('scenario=medium&spread=40', 20))
  })

  it('changed from the start keeps the branches and what was done in them', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(5)
    await bench.after((controller) =>
      controller.act({ kind: 'set', key: 'base', value: 90 }, 2 * SECOND, null),
    )
    await bench.after((controller) => controller.setParam('spread', 40, 'start'))
    expect(bench.branches).toEqual(['main', 'b1'])
    expect(bench.state.branch).toBe('b1')
    expect(bench.state.now).toBe(5 * SECOND)
    const other = await setUp('scenario=medium&spread=40')
    await other.seek(5)
    const plain = other.hash
    await other.after((controller) =>
      controller.act({ kind: 'set', key: 'base', value: 90 }, 2 * SECOND, null),
    )
    expect(bench.hash).toBe(other.hash)
    await bench.after((controller) => controller.switchTo('main'))
    expect(bench.hash).toBe(plain)
  })

  it('changed from now on stays on the branch at its end, and forks in the past', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(3)
    await bench.after((controller) => controller.setParam('base', 80, 'now'))
    expect(bench.branches).toEqual(['main'])
    expect(bench.state.params['base']).toBe(40)
    expect(paramsInForce(bench.state)['base']).toBe(80)
    await bench.seek(6)
    const first = bench.hash
    await bench.seek(4)
    await bench.after((controller) => controller.setParam('base', 120, 'now'))
    expect(bench.branches).toEqual(['main', 'b1'])
    expect(bench.state.now).toBe(4 * SECOND)
    expect(paramsInForce(bench.state)['base']).toBe(120)
    expect(bench.state.done.has('forked')).toBe(true)
    await bench.seek(6)
    expect(bench.hash).not.toBe(first)
    await bench.after((controller) => controller.switchTo('main'))
    expect(bench.hash).toBe(first)
    expect(paramsInForce(bench.state)['base']).toBe(80)
    await bench.seek(1)
    expect(paramsInForce(bench.state)['base']).toBe(40)
  })

  it('dragged from now on opens one branch, not one for each place it passed', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(6)
    await bench.seek(4)
    for (const value of [50, 60, 70, 80])
      await bench.after((controller) => controller.setParam('base', value, 'now'))
    expect(bench.branches).toEqual(['main', 'b1'])
    expect(bench.state.log?.branches[1]?.commands.map(({ command }) => command)).toEqual([
      { kind: 'set', key: 'base', value: 80 },
    ])
    expect(paramsInForce(bench.state)['base']).toBe(80)
  })

  it('changed from now on at 0 is changed from the start', async () => {
    const bench = await setUp('scenario=medium')
    await bench.after((controller) => controller.setParam('base', 80, 'now'))
    expect(bench.state.params['base']).toBe(80)
    await bench.seek(3)
    expect(bench.hash).toBe(await hashAt('scenario=medium&base=80', 3))
  })

  it('that cannot change on the way is refused in words, and the run stays', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(3)
    const before = bench.hash
    await bench.after((controller) => controller.setParam('fps', 60, 'now'))
    expect(bench.notices).toContain('from the start')
    expect(bench.hash).toBe(before)
  })

  it('changed while it plays lets it play on', async () => {
    const bench = await setUp('scenario=medium')
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(1_000)
    bench.controller.setParam('spread', 30, 'start')
    await bench.worker.quiet()
    await bench.pass(500)
    expect(bench.state.playing).toBe(true)
    expect(bench.state.now).toBeGreaterThan(1.4 * SECOND)
    expect(bench.state.now).toBeLessThanOrEqual(1.5 * SECOND)
    await bench.after((controller) => controller.pause())
    await bench.seek(4)
    expect(bench.hash).toBe(await hashAt('scenario=medium&spread=30', 4))
  })
})

describe('another seed', () => {
  it('is another run at the same moment, and the same run again with the old one', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(7)
    const first = bench.hash
    const { seed } = bench.state
    await bench.after((controller) => controller.setSeed(1_234))
    expect(bench.state.now).toBe(7 * SECOND)
    expect(bench.hash).toBe(await hashAt('scenario=high&seed=1234', 7))
    expect(bench.hash).not.toBe(first)
    await bench.after((controller) => controller.setSeed(seed))
    expect(bench.hash).toBe(first)
  })

  it('that nobody chose is a different one each time', async () => {
    const bench = await setUp('scenario=high')
    const seeds = new Set<number>()
    for (let i = 0; i < 5; i++) {
      await bench.after((controller) => controller.newSeed())
      seeds.add(bench.state.seed)
    }
    expect(seeds.size).toBeGreaterThan(1)
    expect([...seeds].every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff)).toBe(true)
    expect(bench.state.done.has('new-seed')).toBe(true)
  })
})

describe('branches', () => {
  const forked = async (): Promise<Bench> => {
    const bench = await setUp('scenario=medium')
    await bench.seek(5)
    await bench.after((controller) =>
      controller.act({ kind: 'set', key: 'base', value: 90 }, 2 * SECOND, null),
    )
    return bench
  }

  it('can be named and left, and removed once nobody stands on them', async () => {
    const bench = await forked()
    await bench.after((controller) => controller.renameBranch('b1', 'the detour'))
    expect(bench.state.log?.branches[1]?.name).toBe('the detour')
    await bench.after((controller) => controller.removeBranch('b1'))
    expect(bench.notices).toContain('in use')
    await bench.after((controller) => controller.switchTo('main'))
    await bench.after((controller) => controller.removeBranch('b1'))
    expect(bench.branches).toEqual(['main'])
    expect(bench.state.link).toEqual([])
  })

  it('know their changes as a link, which follows when one switches', async () => {
    const bench = await forked()
    expect(bench.state.link).toEqual(['2000000!set.base.90'])
    await bench.after((controller) => controller.switchTo('main'))
    expect(bench.state.link).toEqual([])
    await bench.after((controller) => controller.switchTo('b1'))
    expect(bench.state.link).toEqual(['2000000!set.base.90'])
  })

  it('tell which change no longer fits when the past is another one', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(5)
    await bench.after((controller) => controller.act({ kind: 'lose', packet: 60 }, 2 * SECOND, null))
    expect(bench.notices).toBe('')
    await bench.after((controller) => controller.setParam('base', 0, 'start'))
    await bench.after((controller) => controller.setParam('shape', 'constant', 'start'))
    expect(bench.notices).toContain('A change no longer fits this run: packet 60 has already arrived.')
    expect(bench.state.now).toBe(5 * SECOND)
  })

  it('a command that is refused says why', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(5)
    await bench.after((controller) => controller.act({ kind: 'lose', packet: 0 }, null, null))
    expect(bench.notices).toContain('packet 0 has already arrived')
    expect(bench.branches).toEqual(['main'])
  })
})

describe('a comparison', () => {
  it('is drawn at the same moment as the run, wherever one goes', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(4)
    const params = { ...bench.state.params, spread: 60 }
    await bench.after((controller) => controller.compare({ kind: 'params', params }))
    expect(bench.state.comparing).toEqual({ kind: 'params', params })
    expect(bench.state.done.has('compared')).toBe(true)
    for (const seconds of [4, 9, 2]) {
      await bench.seek(seconds)
      const compared = bench.shown.at(-1)?.compared as JitterFrame // its lab is jitter
      expect(compared.now).toBe(seconds * SECOND)
    }
    const series = await bench.controller.series()
    expect(series.ok && series.value.variant !== null).toBe(true)
    await bench.after((controller) => controller.compare(null))
    await bench.seek(3)
    expect(bench.shown.at(-1)?.compared).toBeNull()
  })

  it('of equal runs never shows a difference, also while one of them is still on its way', async () => {
    let wall = 0
    const bench = await setUp('scenario=high', { hostClock: () => (wall += 5) })
    const pairs: unknown[][] = []
    bench.controller.frames.subscribe(() => {
      const { frame, compared } = bench.controller.frames.get() ?? { frame: null, compared: null }
      if (compared !== null) pairs.push([frame, compared].map((shown) => jitter.lanes(shown)))
    })
    await bench.seek(30)
    const { params } = bench.state
    await bench.after((controller) => controller.compare({ kind: 'params', params }))
    for (const seconds of [12, 3, 40]) await bench.seek(seconds)
    expect(pairs.length).toBeGreaterThanOrEqual(3)
    for (const [own, other] of pairs) expect(other).toEqual(own)
  })

  it('that is refused says why and is not shown', async () => {
    const bench = await setUp('scenario=medium')
    await bench.after((controller) => controller.compare({ kind: 'branch', branch: 'b5' }))
    expect(bench.notices).toContain('there is no branch b5')
    expect(bench.state.comparing).toBeNull()
    expect(bench.state.done.has('compared')).toBe(false)
  })

  it('ends when the run is another one', async () => {
    const bench = await setUp('scenario=medium')
    await bench.after((controller) => controller.compare({ kind: 'params', params: bench.state.params }))
    await bench.after((controller) => controller.setSeed(5))
    expect(bench.state.comparing).toBeNull()
    expect(bench.shown.at(-1)?.compared).toBeNull()
  })
})

describe('steps', () => {
  it('are ticked as soon as they are done, though nothing moves', async () => {
    const bench = await setUp('scenario=low')
    await bench.after((controller) => controller.select('3'))
    expect([...bench.state.ticked]).toEqual(['low/choose'])
    expect(bench.state.selected).toBe('3')
  })

  it('stay ticked until they are forgotten', async () => {
    const bench = await setUp('scenario=low')
    await bench.seek(6)
    expect(bench.state.ticked).toContain('low/five-seconds')
    await bench.seek(0)
    expect(bench.state.ticked).toContain('low/five-seconds')
    bench.controller.forgetSteps()
    expect(bench.state.ticked.size).toBe(0)
  })

  it('ask for checks only while the panel is open', async () => {
    const bench = await setUp('scenario=low')
    await bench.seek(2)
    expect(bench.state.checks).toBeNull()
    await bench.after((controller) => controller.togglePanel('check'))
    expect(bench.state.checks?.length).toBeGreaterThan(0)
    expect(bench.state.done.has('checked')).toBe(true)
    await bench.after((controller) => controller.togglePanel('check'))
    expect(bench.state.panel).toBeNull()
  })

  it('remember the answer to a prediction, scenario by scenario', async () => {
    const bench = await setUp('scenario=low')
    bench.controller.predict('whiteboard')
    await bench.after((controller) => controller.chooseScenario('high'))
    bench.controller.predict('none')
    expect(bench.state.predicted).toEqual({ low: 'whiteboard', high: 'none' })
  })
})

describe('a number that is asked about', () => {
  it('lists the events behind it, as of that moment, until another run is there', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(4)
    await bench.controller.explain('whiteboard', 'stalls')
    const { explained } = bench.state
    expect(explained).toMatchObject({ lane: 'whiteboard', measure: 'stalls', why: { at: 4 * SECOND } })
    expect(explained?.why.total).toBeGreaterThan(0)
    await bench.seek(1)
    expect(bench.state.explained).toEqual(explained)
    await bench.after((controller) => controller.setSeed(5))
    expect(bench.state.explained).toBeNull()
  })

  it('stays silent when nothing is known of it', async () => {
    const bench = await setUp('scenario=high')
    await bench.controller.explain('whiteboard', 'colour')
    expect(bench.state.explained).toBeNull()
  })
})
