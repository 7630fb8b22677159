import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import { exercise, expectSentence, parse, read, writeRun, type Json } from './support/run-files.ts'

let plain: string
let traced: string

beforeAll(async () => {
  plain = await writeRun(false)
  traced = await writeRun(true)
})

describe('a run file that was tampered with', () => {
  /** Every place in the file, as keys from the root. */
  const places = (value: Json, here: readonly string[] = []): (readonly string[])[] =>
    typeof value !== 'object' || value === null
      ? [here]
      : [here, ...Object.entries(value).flatMap(([key, part]) => places(part, [...here, key]))]

  const texts = [
    'null',
    'true',
    '0',
    '-0',
    '-1',
    '1.5',
    '1e999',
    '-1e999',
    '1e308',
    '9007199254740993',
    '9000000000000000',
    '""',
    '"__proto__"',
    '"\\ud800"',
    '{"kind":"set","key":"base","value":"\\ud800"}',
    '{"kind":"set","key":"\\udfff","value":1}',
    '"main"',
    '"b1"',
    '"b999999"',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{"__proto__":{"x":1}}',
    '{"length":3}',
    '{"kind":"set","key":"__proto__","value":1}',
    '{"kind":"move","packet":0,"arrival":0}',
    '{"kind":"set","key":"fps","value":60}',
    '{"kind":"lose","packet":9007199254740991}',
  ]

  const strange = fc.oneof(
    fc.constantFrom(...texts),
    fc.string({ maxLength: 300 }).map((text) => JSON.stringify(text)),
    fc.integer().map(String),
    fc.nat(20_000_000).map(String),
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  )

  const change = fc.record({
    where: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'twice', 'add'),
    what: strange,
  })

  /** The JSON of `value`, changed at the place `path`: on the text, so that what no object can hold gets in too. */
  function tamper(value: Json, path: readonly string[], how: string, what: string): string {
    const [key, ...rest] = path
    if (key === undefined) {
      if (how === 'add' && typeof value === 'object' && value !== null && !Array.isArray(value))
        return JSON.stringify(value).replace('{', `{"__proto__":${what},`).replace(',}', '}')
      return what
    }
    if (typeof value !== 'object' || value === null) return what
    const parts = Object.entries(value).flatMap(([name, part]) => {
      const quoted = Array.isArray(value) ? '' : `${JSON.stringify(name)}:`
      const kept = quoted + JSON.stringify(part)
      if (name !== key) return [kept]
      if (rest.length === 0 && how === 'remove') return []
      if (rest.length === 0 && how === 'twice') return [kept, kept]
      return [quoted + tamper(part, rest, how, what)]
    })
    return Array.isArray(value) ? `[${parts.join()}]` : `{${parts.join()}}`
  }

  it('is refused with a sentence, or opens and runs', async () => {
    let refused = 0
    let ran = 0
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        async (withTrace, changes) => {
          let text = withTrace ? traced : plain
          for (const { where, how, what } of changes) {
            const value = parse(text)
            const all = places(value)
            // Places deep in the columns of a trace are many and alike: take them as seldom as the others.
            const shallow = all.filter((path) => path.length < 4 || path[0] !== 'attachment')
            text = tamper(value, at(shallow, where % shallow.length), how, what)
            if (!text.startsWith('{')) break
          }
          const outcome = await read(text)
          expectSentence(outcome)
          if (!outcome.ok) refused += 1
          else if (outcome.value.kind === 'run') {
            ran += 1
            await exercise(outcome.value.run)
          }
        },
      ),
      { numRuns: 120 },
    )
    expect(refused).toBeGreaterThan(50)
    expect(ran).toBeGreaterThan(10)
  }, 60_000)
})
