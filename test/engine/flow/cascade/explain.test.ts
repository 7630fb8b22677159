import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { createRun } from './support.ts'

/** An item every 20 ms, 4 ms of work each, and one slow item that takes 400 ms more. */
function runWithOneSlowItem(workers: number) {
  const engine = createRun({
    rate: 50,
    arrivals: 'constant',
    service: 'constant',
    stages: 1,
    workers1: workers,
    blockMs: 400,
    blockAt: 1,
    edge: 'open',
    for: 5,
  })
  engine.advance(SECOND)
  expect(engine.apply({ kind: 'blocker' }).ok).toBe(true)
  engine.advance(5 * SECOND)
  return engine
}

describe('who stood behind whom', () => {
  it('is everyone who came in the 404 ms of the slow item, for as long as was left of it', () => {
    const engine = runWithOneSlowItem(1)
    for (const { victims } of engine.summaries()) expect(victims).toBe(20)
    const { events, total } = engine.explain('whiteboard', 'victims') ?? { events: [], total: 0 }
    expect(total).toBe(20)
    // Item 50 comes at 1.02 s and is the slow one; the next comes 20 ms later.
    expect(events[0]?.text).toMatch(/^item 51 \(key \d+\) stood for 384\.0 ms behind item 50 \(key \d+\)$/)
    expect(events[19]?.text).toMatch(/stood for 4\.0 ms behind item 50/)
  })

  it('is with more workers still everyone in single file, and one lane of several in production', () => {
    const engine = runWithOneSlowItem(4)
    const [single, lanes] = engine.summaries()
    expect(single?.victims).toBe(20)
    expect(lanes?.victims).toBeGreaterThan(0)
    expect(lanes?.victims).toBeLessThan(12)
    expect(single?.overtaken).toBe(0)
    expect(lanes?.overtaken).toBeGreaterThan(0)
  })
})

describe('where the time of an item went', () => {
  it('adds up: outside, in queues, at work and in hand', () => {
    const engine = runWithOneSlowItem(1)
    const longest = at(engine.explain('production', 'max')?.events ?? [], 0)
    expect(longest.text).toMatch(/^item 50 \(key \d+\) took 404\.0 ms: 404\.0 ms at work at stage 1$/)
    const second = at(engine.explain('production', 'max')?.events ?? [], 1)
    expect(second.text).toMatch(/took 388\.0 ms: 384\.0 ms in queue 1, 4\.0 ms at work at stage 1$/)
  })
})
