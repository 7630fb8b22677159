import { afterEach, describe, expect, it } from 'vitest'
import type { JitterFrame } from '../../src/engine/jitter/frame.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { lab as jitter } from '../../src/labs/jitter/lab.ts'
import { at } from '../../src/shared/assert.ts'
import { readLabAddress } from '../../src/state/lab-address.ts'
import { Bench, setUp, tearDown } from './support/bench.ts'

afterEach(() => {
  if (tearDown() > 1) throw new Error('two pulls were under way at once')
})

/** The trace hash of a fresh run at `seconds`. */
async function hashAt(query: string, seconds: number): Promise<string> {
  const bench = await setUp(query)
  await bench.seek(seconds)
  return bench.hash
}

describe('a stage that plays', () => {
  const rates: [string, (i: number) => number][] = [
    ['60 frames a second', () => 1000 / 60],
    ['7 frames a second', () => 1000 / 7],
    ['144 frames a second', () => 1000 / 144],
    ['frames as they come', (i) => 1 + ((i * 7_919) % 240)],
  ]

  describe.each([0.1, 0.5, 1, 5])('at speed %f', (speed) => {
    it.each(rates)('goes on by speed times wall time, at %s', async (_what, gap) => {
      const bench = await setUp('scenario=high&seed=9')
      bench.controller.setSpeed(speed)
      bench.controller.play()
      await bench.tick(1)
      const start = bench.ticker.now
      for (let i = 0; bench.ticker.now < start + 2_000; i++)
        await bench.tick(Math.min(gap(i), start + 2_000 - bench.ticker.now))
      expect(Math.abs(bench.state.now - speed * 2 * SECOND)).toBeLessThanOrEqual(1)
      await bench.after((controller) => controller.pause())
      await bench.seek(speed * 2)
      expect(bench.hash).toBe(await hashAt('scenario=high&seed=9', speed * 2))
    })
  })

  it('stands still where the last of two visits in a row wants it, though the first one was to play', async () => {
    const bench = await setUp()
    const { address } = readLabAddress('scenario=high', jitter)
    const first = bench.controller.visit({ address: { ...address, time: null }, autoplay: true })
    const second = bench.controller.visit({ address: { ...address, time: 2 * SECOND }, autoplay: false })
    await bench.after(() => Promise.all([first, second]))
    await bench.pass(500)
    expect(bench.state.playing).toBe(false)
    expect(bench.state.now).toBe(2 * SECOND)
  })

  it('plays from the start after the last of two visits in a row, though the first one had a moment', async () => {
    const bench = await setUp()
    const { address } = readLabAddress('scenario=high', jitter)
    bench.controller.setSpeed(1)
    const first = bench.controller.visit({ address: { ...address, time: 20 * SECOND }, autoplay: false })
    const second = bench.controller.visit({ address: { ...address, time: null }, autoplay: true })
    await bench.after(() => Promise.all([first, second]))
    await bench.pass(500)
    expect(bench.state.playing).toBe(true)
    expect(bench.state.now).toBeLessThan(SECOND)
  })

  it('can be made faster and slower on the way', async () => {
    const bench = await setUp()
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(500)
    bench.controller.changeSpeed(1)
    await bench.pass(500)
    expect(bench.state.speed).toBe(2)
    expect(bench.state.now).toBeCloseTo(1.5 * SECOND, -1)
    for (let i = 0; i < 20; i++) bench.controller.changeSpeed(-1)
    expect(bench.state.speed).toBe(0.1)
  })

  it('does not leap when the page has slept', async () => {
    const bench = await setUp()
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(500)
    const { now } = bench.state
    await bench.tick(249)
    expect(bench.state.now - now).toBeCloseTo(249_000, -1)
    await bench.tick(3_600_000)
    expect(bench.state.now - now).toBeCloseTo(499_000, -1)
  })

  it('goes on in steps of half a second where people want calm', async () => {
    const bench = await setUp()
    bench.isCalm = true
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    const { pulls } = bench
    const moments = new Set<number>()
    for (let i = 0; i < 200; i++) {
      await bench.tick(10)
      moments.add(bench.state.now)
    }
    expect([...moments]).toEqual([0, 0.5, 1, 1.5, 2].map((seconds) => seconds * SECOND))
    expect(bench.pulls - pulls).toBe(4)
    await bench.tick(60_000)
    expect(bench.state.now).toBe(3 * SECOND)
  })

  it('asks for nothing out of sight, and shows one frame without a jump when it is back', async () => {
    const bench = await setUp()
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(500)
    bench.controller.setActive(false)
    const { pulls } = bench
    const { now } = bench.state
    await bench.pass(2_000)
    expect(bench.ticker.isWaiting).toBe(false)
    expect(bench.pulls).toBe(pulls)
    bench.controller.setActive(true)
    await bench.tick()
    expect(bench.pulls).toBe(pulls + 1)
    expect(bench.state.now).toBe(now)
    await bench.tick(100)
    expect(bench.state.now - now).toBeCloseTo(100_000, -1)
  })

  it('that goes out of sight while a frame is under way asks for no other', async () => {
    const bench = await setUp()
    bench.controller.play()
    await bench.tick(1)
    bench.ticker.tick(16)
    bench.controller.setActive(false)
    await bench.worker.quiet()
    expect(bench.ticker.isWaiting).toBe(false)
  })

  it('asks for nothing once it is paused and drawn', async () => {
    const bench = await setUp()
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(200)
    await bench.after((controller) => controller.pause())
    const { pulls } = bench
    expect(bench.ticker.isWaiting).toBe(false)
    await bench.pass(1_000)
    expect(bench.pulls).toBe(pulls)
  })

  it('stops by itself at the end, and begins again from 0 when it is played again', async () => {
    const bench = await setUp('for=1')
    bench.controller.setSpeed(5)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(1_000)
    expect(bench.state.playing).toBe(false)
    expect(bench.state.now).toBe(bench.state.extent)
    expect(bench.ticker.isWaiting).toBe(false)
    const end = bench.hash
    bench.controller.play()
    await bench.tick(1)
    await bench.tick(20)
    expect(bench.state.now).toBeCloseTo(0.1 * SECOND, -1)
    await bench.pass(1_000)
    expect(bench.hash).toBe(end)
  })

  it('from the start on request, without a stop', async () => {
    const bench = await setUp()
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(1_000)
    bench.controller.restart()
    await bench.worker.quiet()
    await bench.tick(0)
    expect(bench.state.now).toBe(0)
    expect(bench.state.playing).toBe(true)
    await bench.pass(100)
    expect(bench.state.now).toBeCloseTo(0.1 * SECOND, -1)
  })

  it('plays on from where one goes', async () => {
    const bench = await setUp()
    bench.controller.setSpeed(1)
    bench.controller.play()
    await bench.tick(1)
    const goAndPlay = async (seconds: number): Promise<void> => {
      bench.controller.seek(seconds * SECOND)
      await bench.worker.quiet()
      await bench.tick()
      const { now } = bench.state
      expect(now).toBeGreaterThanOrEqual(seconds * SECOND)
      expect(now).toBeLessThan((seconds + 0.02) * SECOND)
      await bench.pass(500)
      expect(bench.state.now - now).toBeCloseTo(0.5 * SECOND, -1)
      expect(bench.state.playing).toBe(true)
    }
    await goAndPlay(30)
    expect(bench.state.done.has('went-back')).toBe(false)
    await goAndPlay(10)
    expect(bench.state.done.has('went-back')).toBe(true)
  })

  it('hands back each frame’s buffer once the next is drawn, and never the one on the screen', async () => {
    const bench = await setUp('scenario=high')
    bench.controller.play()
    await bench.tick(1)
    bench.worker.handedBack.length = 0
    for (let i = 0; i < 20; i++) {
      bench.ticker.tick(16)
      await Promise.resolve()
      const { packets } = at(bench.shown, bench.shown.length - 1).frame as JitterFrame // the lab is jitter
      expect(packets.sent.buffer.byteLength).toBeGreaterThan(0)
      await bench.worker.quiet()
      expect(packets.sent.buffer.byteLength).toBeGreaterThan(0)
    }
    expect(bench.worker.handedBack).toEqual(Array.from({ length: 20 }, () => 1))
  })

  it('never has two requests under way, however slow its answers are', async () => {
    const bench = await setUp()
    bench.controller.setSpeed(1)
    bench.controller.play()
    for (let i = 0; i < 50; i++) {
      bench.ticker.tick(5)
      bench.controller.seek(i * 100_000)
      bench.controller.pause()
      bench.controller.play()
      if (i % 10 === 0) await bench.worker.quiet()
    }
    await bench.worker.quiet()
    expect(bench.worker.mostPulls).toBe(1)
    expect(bench.pulls).toBeGreaterThan(5)
  })

  it('shows a slow host’s way to a far moment, and gets there', async () => {
    let wall = 0
    const bench = await setUp('scenario=high', { hostClock: () => (wall += 1_000) })
    bench.controller.seek(40 * SECOND)
    await bench.worker.quiet()
    await bench.tick()
    expect(bench.state.settled).toBe(false)
    expect(bench.state.goal).toBe(40 * SECOND)
    expect(bench.state.now).toBeLessThan(40 * SECOND)
    expect(bench.controller.addressQuery(true), 'a link leads to its end').toBe('scenario=high&t=40')
    await bench.settle()
    expect(bench.state.now).toBe(40 * SECOND)
    expect(bench.hash).toBe(await hashAt('scenario=high', 40))
  })

  it('plays anew from the end, also when it has not got there yet', async () => {
    let wall = 0
    const bench = await setUp('scenario=high', { hostClock: () => (wall += 1_000) })
    bench.controller.seek(bench.state.extent)
    await bench.worker.quiet()
    await bench.tick()
    expect(bench.state.settled).toBe(false)
    bench.controller.play()
    await bench.pass(500)
    expect(bench.state.now).toBeLessThan(5 * SECOND)
    bench.controller.pause()
    await bench.settle()
  })

  it('begins by itself where that is asked for', async () => {
    const bench = new Bench('', { autoplay: true })
    await bench.worker.quiet()
    await bench.tick()
    expect(bench.state.playing).toBe(true)
    await bench.pass(500)
    expect(bench.state.now).toBeGreaterThan(0.2 * SECOND)
    bench.controller.dispose()
  })
})

describe('a stage that is stepped', () => {
  it('goes to the next event, stops there, and goes back', async () => {
    const bench = await setUp()
    await bench.seek(1)
    const hashes = [bench.hash]
    const times = [bench.state.now]
    for (let i = 0; i < 4; i++) {
      await bench.after((controller) => controller.step())
      hashes.push(bench.hash)
      times.push(bench.state.now)
    }
    expect(new Set(hashes).size).toBe(5)
    for (let i = 3; i >= 1; i--) {
      await bench.after((controller) => controller.stepBack())
      expect([bench.hash, bench.state.now]).toEqual([hashes[i], times[i]])
    }
    expect([...bench.state.done]).toEqual(expect.arrayContaining(['stepped', 'stepped-back']))
  })

  it('stops playing', async () => {
    const bench = await setUp()
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(100)
    await bench.after((controller) => controller.step())
    expect(bench.state.playing).toBe(false)
    bench.controller.play()
    await bench.tick(1)
    await bench.after((controller) => controller.stepBack())
    expect(bench.state.playing).toBe(false)
  })

  it('jumps to the moments of trouble, there and back, and nowhere when there is none', async () => {
    const bench = await setUp('scenario=high')
    await bench.after((controller) => controller.jump(1))
    expect(bench.state.done.has('jumped')).toBe(false)
    await bench.seek(20)
    const times = (bench.state.details?.landmarks ?? []).map(({ time }) => time)
    expect(times.length).toBeGreaterThan(2)
    await bench.after((controller) => controller.jump(-1))
    expect(bench.state.now).toBe(times.at(-1))
    expect(bench.state.done.has('jumped')).toBe(true)
    await bench.after((controller) => controller.jump(-1))
    const before = times.findLast((time) => time < (times.at(-1) ?? 0))
    expect(bench.state.now).toBe(before)
  })

  it('finds the trouble again after one went back to the start', async () => {
    const bench = await setUp('scenario=high')
    await bench.seek(20)
    const [first] = (bench.state.details?.landmarks ?? []).map(({ time }) => time)
    await bench.seek(0)
    await bench.after((controller) => controller.jump(1))
    expect(bench.state.now).toBe(first)
  })
})
