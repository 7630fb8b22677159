import { describe, expect, it } from 'vitest'
import { BESIDE } from '../../src/season/data/beside.ts'
import { complaintAboutRoute, slideText } from '../support/places.ts'

const SLIDES = Array.from({ length: 25 }, (_, i) => i + 1)

describe('beside the slides', () => {
  it('there is something for each slide without a lab of its own, and for no other', () => {
    const without = SLIDES.filter((slide) => !slideText(slide).includes('<LabSlide'))
    expect(without.length).toBeGreaterThan(0)
    expect(BESIDE.map(({ slide }) => slide)).toEqual(without)
  })

  it('all of it is there: labs at their moments, and every way on', () => {
    const routes = BESIDE.flatMap(({ lab: { id, scenario, at }, more }) => [
      `lab/${id}?scenario=${scenario}&t=${at}`,
      ...more.map(({ route }) => route),
    ])
    expect(routes.flatMap((route) => complaintAboutRoute(route) ?? [])).toEqual([])
  })
})
