import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COVERAGE } from '../../src/season/data/coverage.ts'
import type { Place } from '../../src/season/data/inventory/row.ts'
import { QUESTIONS } from '../../src/season/data/faq.ts'
import { LAB_DEFINITIONS } from '../labs/support/found-labs.ts'
import { complaintAboutRoute, ROOT, slideText, sourceOf } from '../support/places.ts'

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)

/** The project's inventory of the episode's storyboard, and the corrections that came of checking it. */
const INVENTORY = [
  ...numbered('E', 9),
  ...numbered('D', 3),
  ...numbered('S', 25),
  ...['a', 'b', 'c', 'd', 'e'].flatMap((letter) => [`A1${letter}`, `A2${letter}`]),
  ...['a', 'b', 'c', 'd'].map((letter) => `A3${letter}`),
  ...numbered('K', 7),
  ...numbered('L', 6),
  ...numbered('R', 4),
  'H1',
  ...numbered('N', 2),
  ...numbered('M', 9),
  ...numbered('X', 47),
]

const ROWS = COVERAGE.flatMap(({ rows }) => rows)

/** What is wrong with a place, or null. */
function complaintAbout(place: Place): string | null {
  switch (place.kind) {
    case 'slide':
      return slideText(place.slide).includes(place.says)
        ? null
        : `slide ${place.slide} does not say “${place.says}”`
    case 'file':
      if (!existsSync(join(ROOT, place.file))) return `there is no ${place.file}`
      return place.says === null || sourceOf(place.file).includes(place.says)
        ? null
        : `${place.file} does not say “${place.says}”`
    case 'question':
      return QUESTIONS.some(({ id }) => id === place.id) ? null : `nobody asks “${place.id}”`
    case 'page':
      return complaintAboutRoute(place.route) ?? complaintAboutLab(place)
  }
}

function complaintAboutLab({ route, step, measure }: Extract<Place, { kind: 'page' }>): string | null {
  const lab = LAB_DEFINITIONS.find(({ id }) => route.startsWith(`lab/${id}?`))
  const [scenario = '', name] = step?.split('/') ?? []
  if (step !== undefined && lab?.lesson(scenario, false).steps.some(({ id }) => id === name) !== true)
    return `${route} has no step ${step}`
  if (step !== undefined && !route.includes(`scenario=${scenario}`)) return `${step} is of another scenario`
  if (measure !== undefined && lab?.measures.some(({ id }) => id === measure) !== true)
    return `${route} measures no ${measure}`
  return null
}

describe('where everything of the episode is', () => {
  it('has a row for each point of the inventory, once, and no other', () => {
    expect(ROWS.map(({ id }) => id).toSorted()).toEqual(INVENTORY.toSorted())
  })

  it('names at least one place for each, and all of them are there and say what they are to', () => {
    expect(ROWS.filter(({ places }) => places.length === 0).map(({ id }) => id)).toEqual([])
    const complaints = ROWS.flatMap(({ id, places }) =>
      places.flatMap((place) => complaintAbout(place) ?? []).map((what) => `${id}: ${what}`),
    )
    expect(complaints).toEqual([])
  })

  it('names a slide, or the episode’s own files, for every slide', () => {
    const slides = COVERAGE.find(({ id }) => id === 'slides')?.rows ?? []
    for (const { id, places } of slides) {
      const own = places.filter((place) => place.kind === 'slide' && `S${place.slide}` === id)
      expect(own.length, id).toBeGreaterThan(0)
    }
  })

  it('would find a place that is not there', () => {
    const wrong: readonly Place[] = [
      { kind: 'slide', slide: 3, says: 'nobody says this' },
      { kind: 'file', file: 'slides/none.tsx', says: null },
      { kind: 'file', file: 'slides/deck.tsx', says: 'nobody says this' },
      { kind: 'question', id: 'none' },
      { kind: 'page', name: '', route: 'lab/none' },
      { kind: 'page', name: '', route: 'lab/keys?scenario=none' },
      { kind: 'page', name: '', route: 'lab/keys?scenario=grow&nothing=1' },
      { kind: 'page', name: '', route: 'lab/log?branch=1!nonsense' },
      { kind: 'page', name: '', route: 'lab/keys?scenario=grow', step: 'grow/none' },
      { kind: 'page', name: '', route: 'lab/keys?scenario=grow', measure: 'none' },
      { kind: 'page', name: '', route: 'season?part=none' },
      { kind: 'page', name: '', route: 'season?episode=9' },
      { kind: 'page', name: '', route: 'none' },
    ]
    expect(wrong.filter((place) => complaintAbout(place) === null)).toEqual([])
  })

  it('has a PDF for its deliverable, not another file of that name', () => {
    const pdf = readFileSync(join(ROOT, 'public/season1_quick_reference.pdf')).subarray(0, 5)
    expect(pdf.toString('latin1')).toBe('%PDF-')
  })
})
