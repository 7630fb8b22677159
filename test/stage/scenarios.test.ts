import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
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
