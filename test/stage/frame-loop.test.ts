import { beforeEach, describe, expect, it } from 'vitest'
import { FrameLoop } from '../../src/stage/frame-loop.ts'
import { FakeTicker } from './support/bench.ts'

let ticker: FakeTicker
let isCalm: boolean
/** The wall time each pull was given. */
let pulls: number[]
let answers: ((again: boolean) => void)[]
let loop: FrameLoop

beforeEach(() => {
  ticker = new FakeTicker()
  isCalm = false
  pulls = []
  answers = []
  loop = new FrameLoop(
    (elapsed) => {
      pulls.push(elapsed)
      return new Promise((resolve) => answers.push(resolve))
    },
    ticker,
    () => isCalm,
  )
})

/** Answers the pull that is under way. */
async function answer(again: boolean): Promise<void> {
  answers.shift()?.(again)
  await Promise.resolve()
  await Promise.resolve()
}

/** One frame after `ms`, its pull answered at once. */
async function frame(ms: number, again = true): Promise<void> {
  ticker.tick(ms)
  await answer(again)
}

describe('a frame loop', () => {
  it('asks for nothing by itself', () => {
    ticker.tick(100)
    expect(ticker.isWaiting).toBe(false)
    expect(pulls).toEqual([])
  })

  it('pulls once however often it is woken', async () => {
    loop.wake()
    loop.wake()
    loop.wake()
    await frame(16, false)
    expect(pulls).toEqual([0])
    expect(ticker.isWaiting).toBe(false)
  })

  it('goes on while there is more, and tells the time that passed', async () => {
    loop.wake()
    for (const ms of [5, 16, 17, 33]) await frame(ms)
    expect(pulls).toEqual([0, 16, 17, 33])
    await frame(10, false)
    expect(pulls).toHaveLength(5)
    expect(ticker.isWaiting).toBe(false)
  })

  it('counts no time in which nothing was wanted', async () => {
    loop.wake()
    await frame(16, false)
    ticker.tick(100)
    loop.wake()
    await frame(16)
    await frame(16)
    expect(pulls).toEqual([0, 0, 16])
  })

  it('waits for the answer before it asks again', async () => {
    loop.wake()
    ticker.tick(16)
    for (let i = 0; i < 5; i++) {
      loop.wake()
      ticker.tick(16)
    }
    expect(pulls).toHaveLength(1)
    expect(ticker.isWaiting).toBe(false)
    await answer(false)
    expect(ticker.isWaiting).toBe(true)
    ticker.tick(16)
    expect(pulls).toEqual([0, 96])
  })

  it('counts no more than a quarter of a second between two frames, however long the page slept', async () => {
    loop.wake()
    await frame(16)
    for (const ms of [250, 251, 100_000, 16]) await frame(ms)
    expect(pulls).toEqual([0, 250, 250, 250, 16])
  })

  it('asks for nothing out of sight, however often it is woken, and for one frame when it is back', async () => {
    loop.wake()
    await frame(16)
    loop.setActive(false)
    expect(ticker.isWaiting).toBe(false)
    loop.wake()
    ticker.tick(200)
    expect(pulls).toEqual([0])
    loop.setActive(true)
    await frame(16)
    await frame(16)
    expect(pulls).toEqual([0, 0, 16])
  })

  it('shows a frame when it comes into sight, though nobody woke it', async () => {
    loop.setActive(true)
    await frame(16, false)
    expect(pulls).toEqual([0])
  })

  it('that goes out of sight during a pull ends with its answer', async () => {
    loop.wake()
    ticker.tick(16)
    loop.setActive(false)
    await answer(true)
    expect(ticker.isWaiting).toBe(false)
    loop.setActive(true)
    await frame(1_000)
    expect(pulls).toEqual([0, 0])
  })

  it('stops at once', async () => {
    loop.wake()
    await frame(16)
    loop.stop()
    ticker.tick(16)
    expect(pulls).toEqual([0])
    expect(ticker.isWaiting).toBe(false)
  })

  describe('where people want calm', () => {
    beforeEach(() => {
      isCalm = true
    })

    it('pulls every half second', async () => {
      loop.wake()
      await frame(16)
      for (let i = 0; i < 7; i++) await frame(100)
      expect(pulls).toEqual([0, 500])
      for (let i = 0; i < 3; i++) await frame(100)
      expect(pulls).toEqual([0, 500, 500])
      expect(ticker.isWaiting).toBe(true)
    })

    it('answers at once when nothing was moving', async () => {
      loop.wake()
      await frame(16, false)
      ticker.tick(50)
      loop.wake()
      await frame(16, false)
      expect(pulls).toEqual([0, 0])
    })

    it('takes a long sleep for a second', async () => {
      loop.wake()
      await frame(16)
      await frame(1_000)
      await frame(60_000)
      expect(pulls).toEqual([0, 1_000, 1_000])
    })

    it('moves again as soon as they change their mind', async () => {
      loop.wake()
      await frame(16)
      isCalm = false
      await frame(16)
      expect(pulls).toEqual([0, 16])
    })
  })
})
