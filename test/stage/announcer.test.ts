import { beforeEach, describe, expect, it } from 'vitest'
import { lab as jitter } from '../../src/labs/jitter/lab.ts'
import { Announcer } from '../../src/stage/announcer.ts'
import { setUp, tearDown } from './support/bench.ts'

/** A lab whose frames are numbers: its news are those that were counted since. */
const counting = {
  ...jitter,
  news: (before: unknown, after: unknown): readonly string[] =>
    Array.from({ length: Number(after) - Number(before) }, (_, i) => `${Number(before) + i + 1}.`),
}

let now: number
let said: string[]
let announcer: Announcer

beforeEach(() => {
  now = 1_000
  said = []
  announcer = new Announcer(
    counting,
    () => now,
    (text) => said.push(text),
  )
})

const hear = (frame: number, ms: number): void => {
  now += ms
  announcer.hear(frame)
}

describe('an announcer', () => {
  it('says nothing of the first frame, whatever it shows', () => {
    hear(7, 0)
    expect(said).toEqual([])
  })

  it('says at once what happened, in one go', () => {
    hear(0, 0)
    hear(2, 16)
    expect(said).toEqual(['1. 2.'])
  })

  it('speaks no more often than every five seconds, and leaves nothing out', () => {
    hear(0, 0)
    for (let frame = 1; frame <= 100; frame++) hear(frame, 100)
    expect(said).toHaveLength(2)
    const all = said.join(' ')
    expect(all).toBe(Array.from({ length: 51 }, (_, i) => `${i + 1}.`).join(' '))
  })

  it('has what it needs of a frame whose buffer has gone back to the worker meanwhile', () => {
    const totalling = {
      ...jitter,
      news: (before: unknown, after: unknown): readonly string[] => {
        const [earlier, later] = [before, after].map((frame) =>
          (frame as Uint32Array).reduce((sum, count) => sum + count, 0),
        )
        return earlier === later ? [] : [`${earlier} to ${later}`]
      },
    }
    const speaker = new Announcer(
      totalling,
      () => now,
      (text) => said.push(text),
    )
    const [first, second, third] = [1, 2, 4].map((count) => Uint32Array.of(count, count))
    speaker.hear(first)
    speaker.hear(second)
    for (const { buffer } of [first, second].filter((frame) => frame !== undefined))
      structuredClone(buffer, { transfer: [buffer] })
    now += 5_000
    speaker.hear(third)
    expect(said).toEqual(['2 to 4', '4 to 8'])
  })

  it('does not wait after it had nothing to say', () => {
    hear(0, 0)
    for (let i = 0; i < 10; i++) hear(0, 1_000)
    hear(1, 1)
    expect(said).toEqual(['1.'])
    hear(2, 4_999)
    expect(said).toHaveLength(1)
    hear(2, 1)
    expect(said).toEqual(['1.', '2.'])
  })
})

describe('a stage', () => {
  it('announces what happens while it plays', async () => {
    const bench = await setUp('scenario=high')
    const announced = new Set<string>()
    bench.controller.store.subscribe(({ announcement }) => announced.add(announcement))
    bench.controller.setSpeed(2)
    bench.controller.play()
    await bench.tick(1)
    await bench.pass(9_000, 90)
    announced.delete('')
    expect(announced.size).toBeGreaterThan(0)
    expect(announced.size).toBeLessThanOrEqual(2)
    for (const words of announced) expect(words).toMatch(/froze|too late|out of order|behind/)
    tearDown()
  })
})
