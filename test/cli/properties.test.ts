import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearest } from '../../src/cli/suggest.ts'
import { LABS } from '../../src/cli/labs.ts'
import { formatTable } from '../../src/cli/format-table.ts'
import { quote, wrap } from '../../src/cli/words.ts'
import { sim, type Sim } from './fake-terminal.ts'

const disk = {
  'good.csv': 'seq,send_ms,arrival_ms\n0,0,10\n1,20,35\n2,40,\n',
  'bad.csv': 'seq,send_ms,arrival_ms\n0,0,ten\n',
  folder: { folder: true },
} as const

const SETTINGS = LABS.flatMap(({ simulation }) => simulation.params.map(({ key }) => key))
const SCENARIOS = LABS.flatMap(({ simulation }) => simulation.scenarios.map(({ id }) => id))
const OPTIONS = [
  'scenario',
  'seed',
  'set',
  'json',
  'csv',
  'progress',
  'trace',
  'bogus',
  '',
  '__proto__',
  ...SETTINGS,
]
const VALUES = [
  '0',
  '1',
  '5',
  '9',
  '-3',
  '1e9',
  'NaN',
  '0x10',
  '3.5',
  '',
  ' ',
  'on',
  'all',
  'neteq',
  'constructor',
  '[]',
]

const value = fc.oneof(
  fc.constantFrom(...VALUES, ...SCENARIOS, ...Object.keys(disk), 'rows.csv', 'no/rows.csv'),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const setting = fc
  .tuple(fc.constantFrom(...SETTINGS, 'bogus', '__proto__'), value)
  .map(([key, text]) => `${key}=${text}`)
const words = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom(...OPTIONS), value).map(([name, text]) => [`--${name}`, text]),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...OPTIONS), value).map(([name, text]) => [`--${name}=${text}`]),
  },
  { weight: 2, arbitrary: setting.map((text) => ['--set', text]) },
  { weight: 1, arbitrary: value.map((text) => [text]) },
  { weight: 1, arbitrary: fc.constantFrom(['--json'], ['--'], ['-j'], ['--for', '2']) },
)
/** Mostly a lab first, as most people would have it, and a short run, so that many can be tried. */
const argv = fc
  .tuple(
    fc.constantFrom(
      [],
      ['jitter'],
      ['jitter', '--for', '2'],
      ['jitter', '--for', '2'],
      ['ring', '--for', '2'],
    ),
    fc.array(words, { maxLength: 4 }),
  )
  .map(([lab, rest]) => [...lab, ...rest.flat()])

/** What is wrong with how the command ended; null when it ended as it should. */
function fault(list: readonly string[], { code, out, err, written }: Sim): string | null {
  const isQuiet = !list.includes('--progress')
  if (/^\s+at /m.test(err) || err.includes('fault in the program')) return 'it broke'
  if (code === 0) {
    if (out === '') return 'no result'
    if (out.startsWith('{') && !out.endsWith('}\n')) return 'half an object'
    return isQuiet && err !== '' ? 'words on standard error beside a result' : null
  }
  if (code !== 2) return `exit code ${code}`
  if (out !== '') return 'a refusal, but something on standard output'
  if (written.size > 0) return 'a refusal, but a file was written'
  return isQuiet && !/^[^\p{Cc}]+\n$/u.test(err) ? 'a refusal in more than one plain line' : null
}

describe('any command line', { timeout: 120_000 }, () => {
  it('ends with a result, or with one plain line that says what is wrong', async () => {
    const codes: number[] = []
    await fc.assert(
      fc.asyncProperty(argv, async (list) => {
        const result = await sim(list, { disk })
        expect(fault(list, result)).toBeNull()
        codes.push(result.code)
      }),
      { numRuns: 300 },
    )
    expect(codes.filter((code) => code === 0).length).toBeGreaterThan(10)
    expect(codes.filter((code) => code === 2).length).toBeGreaterThan(50)
  })
})

describe('the parts', () => {
  it('count the letters between two words: a metric, with swaps', () => {
    const word = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, a)).toBe(0)
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
    expect(editDistance('hihg', 'high')).toBe(1)
    expect(editDistance('kitten', 'sitting')).toBe(3)
  })

  it('suggest what is near, or the one word so begun, and nothing else', () => {
    const known = ['low', 'medium', 'high', 'slide3', 'silence']
    expect(nearest('hihg', known)).toBe('high')
    expect(nearest('MEDIUM', known)).toBe('medium')
    expect(nearest('sil', known)).toBe('silence')
    expect(nearest('', known)).toBeNull()
    expect(nearest('turbulent', known)).toBeNull()
  })

  it('break text at spaces without losing a word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 60 }),
        (list, width) => {
          const lines = wrap(list.join(' '), width, '  ')
          expect(lines.map((line) => line.trim()).join(' ')).toBe(list.join(' '))
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })

  it('put every cell of a table somewhere within the width', () => {
    const cell = fc.stringMatching(/^[a-z]{1,7}$/)
    const table = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(table, fc.integer({ min: 16, max: 60 }), (rows, width) => {
        const lines = formatTable({ header: ['', 'a', 'b', 'c', 'd'], rows, labels: 1 }, width)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
        for (const row of rows) for (const text of row) expect(lines.join('\n')).toContain(text)
      }),
    )
  })

  it('quote anything on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quote(text)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)
      }),
    )
  })
})
