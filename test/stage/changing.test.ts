import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
import { paramsInForce } from '../../src/state/lab-store.ts'
import type { StageController } from '../../src/stage/controller.ts'
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

const momentsShown = ({ shown }: Bench): number[] => shown.map(({ frame }) => (frame as JitterFrame).now) // its lab is jitter

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

describe('another scenario', () => {
  it('keeps the moment, and brings its seed, its parameters and its script', async () => {
    const bench = await setUp('scenario=high&seed=77&delay=5')
    await bench.seek(12)
    await bench.after((controller) => controller.chooseScenario('rough-patch'))
    expect(bench.state).toMatchObject({ scenario: 'rough-patch', seed: 3, now: 12 * SECOND })
    expect(bench.state.params['delay']).toBe(100)
    expect(bench.hash).toBe(await hashAt('scenario=rough-patch', 12))
    expect(bench.state.log?.branches[0]?.commands).toHaveLength(1)
  })

  it('that is shorter is shown at its end', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(50)
    await bench.after((controller) => controller.chooseScenario('slide3'))
    expect(bench.state.now).toBeLessThan(5 * SECOND)
    expect(bench.state.now).toBeLessThanOrEqual(bench.state.extent)
  })

  it('lets it play on, and shows no moment but those of the way', async () => {
    const bench = await setUp('scenario=medium')
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(2_000)
    bench.shown.length = 0
    for (const id of ['high', 'low', 'medium', 'high']) {
      bench.controller.chooseScenario(id)
      for (let i = 0; i < 3; i++) {
        bench.ticker.tick(8)
        await new Promise((resolve) => setImmediate(resolve))
      }
      await bench.worker.quiet()
      await bench.pass(200)
    }
    expect(bench.state.playing).toBe(true)
    expect(Math.min(...momentsShown(bench))).toBeGreaterThanOrEqual(2 * SECOND)
    expect(bench.state.scenario).toBe('high')
  })

  it('chosen before the last choice was there keeps the moment all the same', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(12)
    for (const id of ['high', 'low', 'rough-patch', 'high']) {
      bench.controller.chooseScenario(id)
      bench.ticker.tick(8)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await bench.settle()
    expect(bench.state.scenario).toBe('high')
    expect(bench.state.now).toBe(12 * SECOND)
    expect(bench.hash).toBe(await hashAt('scenario=high', 12))
  })

  it.each([
    ['a scenario', (controller: StageController) => controller.chooseScenario('high'), 'scenario=high'],
    [
      'a setting',
      (controller: StageController) => controller.setParam('delay', 60, 'start'),
      'scenario=medium&delay=60',
    ],
  ])(
    'does not keep one who drags time at once, after choosing %s, where one was',
    async (_, choose, address) => {
      const bench = await setUp('scenario=medium')
      await bench.seek(2)
      choose(bench.controller)
      await bench.seek(4)
      expect(bench.state.now).toBe(4 * SECOND)
      expect(bench.hash).toBe(await hashAt(address, 4))
    },
  )

  it('has left the branches of the old one behind, even for what is done at once', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(6)
    await bench.after((controller) => controller.act({ kind: 'set', key: 'base', value: 90 }, SECOND, null))
    bench.controller.chooseScenario('rough-patch')
    expect(bench.controller.addressQuery(false)).toBe('scenario=rough-patch')
    bench.controller.setParam('delay', 60, 'start')
    await bench.settle()
    await bench.seek(12)
    expect(bench.branches).toEqual(['main'])
    expect(bench.hash).toBe(await hashAt('scenario=rough-patch&delay=60', 12))
  })

  it('is what comes back after a crash, though its first picture had not come', async () => {
    const bench = await setUp('scenario=medium')
    await bench.seek(6)
    await bench.after((controller) => controller.act({ kind: 'set', key: 'base', value: 90 }, SECOND, null))
    bench.controller.chooseScenario('rough-patch')
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    await bench.after((controller) => controller.reconnect())
    expect(bench.state).toMatchObject({ scenario: 'rough-patch', now: 6 * SECOND, link: [] })
    expect(bench.hash).toBe(await hashAt('scenario=rough-patch', 6))
  })

  it('that is not there changes nothing', async () => {
    const bench = await setUp('scenario=medium')
    const opens = bench.worker.count('open')
    await bench.after((controller) => controller.chooseScenario('nowhere'))
    expect(bench.state.scenario).toBe('medium')
    expect(bench.worker.count('open')).toBe(opens)
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
