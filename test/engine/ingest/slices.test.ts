import { expect, test } from 'vitest'
import { HOUR_MS, TICK } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { smallConfig } from './support.ts'

test('the board of an hour is made in the course of some ticks, and is what it would be at once, saved in the middle or not', () => {
  const base = smallConfig(5, 500, { replays: 0.02 })
  const config = {
    ...base,
    population: { ...base.population, titles: 100 },
    // 3.3 million registers: four ticks of them.
    sketches: { headPrecision: 15, headTitles: 100, tailPrecision: 6, promotedTitles: 0 },
    whiteboard: false,
  }
  const engine = new IngestEngine(config)
  engine.advance(3_600 * SECOND)
  const { corrected } = engine.pipeline
  const isMade = (): boolean => corrected.preliminary.board?.timeMs === HOUR_MS
  for (let tick = 0; tick < 300 && corrected.save().draft === null; tick++) engine.advance(engine.now + TICK)
  expect(isMade()).toBe(false)
  const saved = engine.save()
  const other = new IngestEngine(config)
  other.restore(saved)
  let ticks = 0
  for (; ticks < 20 && !isMade(); ticks++) engine.advance(engine.now + TICK)
  expect(ticks).toBeGreaterThan(1)
  const { board } = corrected.preliminary
  if (board === null) throw new Error('no board')
  expect(board.length).toBeGreaterThan(10)
  const atOnce = Array.from(board.title.subarray(0, board.length), (title) =>
    corrected.viewers.upTo(title, 60),
  )
  expect([...board.hour.subarray(0, board.length)]).toEqual(atOnce.map(({ hour }) => hour))
  expect([...board.day.subarray(0, board.length)]).toEqual(atOnce.map(({ day }) => day))
  other.advance(engine.now)
  expect(other.pipeline.corrected.save()).toEqual(corrected.save())
})
