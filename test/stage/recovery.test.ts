import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { readLabAddress } from '../../src/state/lab-address.ts'
import { lab } from '../../src/labs/jitter/lab.ts'
import { Bench, setUp, tearDown } from './support/bench.ts'

afterEach(() => {
  if (tearDown() > 1) throw new Error('two pulls were under way at once')
})

/** A run with two branches, standing at 5 s on the second. */
async function forked(): Promise<Bench> {
  const bench = await setUp('scenario=medium&seed=8&spread=20')
  await bench.seek(6)
  await bench.after((controller) => controller.act({ kind: 'set', key: 'base', value: 90 }, 2 * SECOND, null))
  await bench.after((controller) => controller.act({ kind: 'lose', packet: 150 }, 5.01 * SECOND, null))
  await bench.seek(5)
  return bench
}

describe('a stage whose session dies', () => {
  it('says so and why, and stops playing', async () => {
    const bench = await forked()
    bench.controller.play()
    await bench.tick(1)
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    expect(bench.state).toMatchObject({
      status: 'over',
      ending: 'the simulation stopped: out of memory',
      playing: false,
    })
    expect(bench.worker.terminations).toBe(1)
    const { pulls } = bench
    await bench.pass(500)
    expect(bench.pulls).toBe(pulls)
    expect(bench.ticker.isWaiting).toBe(false)
    expect(bench.workers).toHaveLength(1)
  })

  it('comes back at the same moment of the same run, with all its branches', async () => {
    const bench = await forked()
    const { hash, branches } = bench
    const { log, link } = bench.state
    expect(branches.length).toBeGreaterThan(1)
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    await bench.after((controller) => controller.reconnect())
    expect(bench.workers).toHaveLength(2)
    expect(bench.state).toMatchObject({ status: 'ready', ending: null, now: 5 * SECOND, link })
    expect(bench.hash).toBe(hash)
    expect(bench.state.log?.branches).toEqual(log?.branches)
    await bench.after((controller) => controller.switchTo('main'))
    const other = await setUp('scenario=medium&seed=8&spread=20')
    await other.seek(5)
    expect(bench.hash).toBe(other.hash)
  })

  it('comes back to where it was when it died in the midst of playing', async () => {
    const bench = await setUp('scenario=high')
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(1_200)
    const { now } = bench.state
    bench.ticker.tick(16)
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    await bench.after((controller) => controller.reconnect())
    expect(bench.state.now).toBe(now)
    expect(bench.state.playing).toBe(false)
    const other = await setUp('scenario=high')
    await other.seek(now / SECOND)
    expect(bench.hash).toBe(other.hash)
  })

  it('can be played on afterwards, and come back again and again', async () => {
    const bench = await setUp('scenario=high')
    bench.controller.setSpeed(1)
    for (let i = 1; i <= 3; i++) {
      bench.controller.play()
      await bench.tick(1)
      await bench.pass(500)
      expect(bench.state.now).toBeCloseTo(i * 0.5 * SECOND, -2)
      bench.worker.crash('out of memory')
      await bench.worker.quiet()
      expect(bench.state.status).toBe('over')
      await bench.after((controller) => controller.reconnect())
    }
    expect(bench.workers).toHaveLength(4)
    expect(bench.notices).toBe('')
  })

  it('before it was ready comes back to the address it was on its way to', async () => {
    const query = 'scenario=medium&branch=2000000!set.base.90&t=4'
    const bench = new Bench(query)
    bench.worker.crash('404')
    await bench.worker.quiet()
    expect(bench.state.status).toBe('over')
    await bench.after((controller) => controller.reconnect())
    expect(bench.state).toMatchObject({ status: 'ready', now: 4 * SECOND, link: ['2000000!set.base.90'] })
    expect(bench.hash).toBe((await setUp(query)).hash)
    expect(bench.controller.addressQuery(true)).toBe(query)
    bench.controller.dispose()
  })

  it('on its way to another address goes there, branches and all', async () => {
    const query = 'scenario=medium&branch=2000000!set.base.90&t=4'
    const bench = await setUp('scenario=high&t=2')
    const { address } = readLabAddress(query, lab)
    const there = bench.controller.visit({ address, autoplay: false })
    bench.worker.crash('out of memory')
    await there
    await bench.after((controller) => controller.reconnect())
    expect(bench.branches).toEqual(['main', 'b1'])
    expect(bench.state).toMatchObject({ scenario: 'medium', now: 4 * SECOND, link: ['2000000!set.base.90'] })
    expect(bench.hash).toBe((await setUp(query)).hash)
  })

  it('tells what cannot be done meanwhile by nothing but its state', async () => {
    const bench = await forked()
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    bench.controller.step()
    bench.controller.seek(0)
    bench.controller.play()
    bench.controller.setSeed(4)
    await bench.controller.compare(null)
    await bench.tick()
    expect((await bench.controller.exportRun()).ok).toBe(false)
    expect(bench.notices).toBe('')
    expect(bench.state.status).toBe('over')
  })

  it('leaves a link that leads back to the run', async () => {
    const bench = await forked()
    const { hash } = bench
    bench.worker.crash('out of memory')
    await bench.worker.quiet()
    const elsewhere = await setUp(bench.controller.addressQuery(true))
    expect(elsewhere.hash).toBe(hash)
  })

  it('of which an old one has still something to say is not confused', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(3)
    const [first] = bench.workers
    first?.crash('out of memory')
    await bench.worker.quiet()
    await bench.after((controller) => controller.reconnect())
    first?.crash('once more')
    await bench.worker.quiet()
    expect(bench.state.status).toBe('ready')
  })
})

describe('a stage that is disposed of', () => {
  it('ends its worker and asks for nothing more', async () => {
    const bench = await setUp('scenario=high')
    bench.controller.play()
    await bench.tick(1)
    bench.ticker.tick(16)
    bench.controller.dispose()
    await bench.worker.quiet()
    const { pulls } = bench
    await bench.pass(200)
    expect(bench.worker.terminations).toBe(1)
    expect(bench.pulls).toBe(pulls)
    expect(bench.state.status).toBe('ready')
    expect(bench.notices).toBe('')
  })
})
