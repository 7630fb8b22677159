import { describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import type { FilmFrame } from '../../src/engine/film/frame.ts'
import { filmLesson } from '../../src/labs/film/lesson.ts'
import { simulation } from '../../src/labs/film/scenario.ts'
import { FILM_SCENARIOS } from '../../src/labs/film/scenarios.ts'
import { frameOf, runTo, startRun } from './support/runs.ts'

describe('the questions of call and film', () => {
  it.each([
    ['calm', 'call'],
    ['dip', 'call'],
    ['tunnel', 'fixed'],
    ['commute', 'no'],
    ['slower', 'much'],
    ['bus', 'bola'],
  ])('%s: the answer is "%s", as its explanation says', (id, answer) => {
    const scenario = FILM_SCENARIOS.find((candidate) => candidate.id === id)
    const { prediction } = filmLesson(id)
    if (scenario === undefined || prediction === null) throw new Error(`${id} asks nothing`)
    const run = startRun(simulation, scenario, scenario.seed)
    runTo(run, prediction.at)
    expect(prediction.answer(frameOf(run, 60 * SECOND) as FilmFrame)).toBe(answer) // the lab's frames are these
  })
})
