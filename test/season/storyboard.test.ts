import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import { EPISODE_SECONDS } from '../../src/season/data/closing.ts'

const SLIDES = join(import.meta.dirname, '../../slides')
const read = (file: string): string => readFileSync(join(SLIDES, file), 'utf8')

/** The pages in the order in which the deck has them. */
function pagesInOrder(): { readonly file: string; readonly source: string }[] {
  const deck = read('deck.tsx')
  const fileOf = new Map(
    [...deck.matchAll(/import \{ (\w+) \} from '\.\/(pages\/[\w-]+\.tsx)'/g)].map(([, name, file]) => [
      name,
      file ?? '',
    ]),
  )
  return [...deck.matchAll(/<(\w+) key=\{(\d+)\} \/>/g)].map(([, name], i) => {
    const file = fileOf.get(name)
    if (file === undefined) throw new Error(`slide ${i + 1}, ${name}, has no page`)
    return { file, source: read(file) }
  })
}

const PAGES = pagesInOrder()
const attribute = (source: string, name: string): string =>
  new RegExp(`<Slide\\b[^>]*?\\b${name}=(?:"([^"]*)"|\\{(\\d+)\\})`)
    .exec(source)
    ?.slice(1)
    .find((value) => value !== undefined) ?? ''

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** The rows of the storyboard's table of slides, cell by cell. */
const ROWS = read('episode8_storyboard.md')
  .split('\n## ')
  .slice(0, 1)
  .flatMap((part) => part.split('\n'))
  .filter((line) => /^\| \d/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

describe('the storyboard and the deck', () => {
  it('have the same slides, in the same order, of the same length', () => {
    expect(PAGES).toHaveLength(25)
    expect(PAGES.map(({ file }) => Number(/\d+/.exec(file)?.[0]))).toEqual(PAGES.map((_, i) => i + 1))
    expect(readdirSync(join(SLIDES, 'pages'))).toHaveLength(PAGES.length)
    let starts = 0
    const expected = PAGES.map(({ source }, i) => {
      const seconds = Number(attribute(source, 'seconds'))
      const row = [String(i + 1), clock(starts), String(seconds), attribute(source, 'title')]
      starts += seconds
      return row
    })
    expect(ROWS.map((row) => row.slice(0, 4))).toEqual(expected)
    expect(starts).toBe(EPISODE_SECONDS)
    expect(read('episode8_storyboard.md')).toContain(`${clock(starts)} in all`)
  })

  it('name the same labs, and as many presses as there are fragments', () => {
    const shown = PAGES.map(({ source }, i) => {
      const [, , , , lab = '', press = '', expected = ''] = at(ROWS, i)
      const live = /<LabSlide\s+lab="(\w+)"/.exec(source)?.[1] ?? '–'
      return {
        slide: i + 1,
        lab: /^[\w–]+/.exec(lab)?.[0] === live,
        arrows: press.includes('→') || !source.includes('className="fragment"'),
        expects: expected.length > 20 || i === 0,
      }
    })
    expect(shown).toEqual(PAGES.map((_, i) => ({ slide: i + 1, lab: true, arrows: true, expects: true })))
  })

  it('speak of breaks for slides whose notes do', () => {
    const told = new Set(
      [
        ...(read('episode8_storyboard.md').split('## Where the sketch breaks')[1] ?? '').matchAll(
          /^\| ([\d, ]+) \|/gm,
        ),
      ].flatMap(([, numbers = '']) => numbers.split(',').map(Number)),
    )
    const missing = PAGES.flatMap(({ source }, i) =>
      i > 1 && source.includes('Where the sketch breaks') && !told.has(i + 1) ? [i + 1] : [],
    )
    expect(missing).toEqual([])
  })
})
