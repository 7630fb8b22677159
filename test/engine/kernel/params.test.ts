import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JITTER_SETTINGS } from '../../../src/engine/jitter/settings.ts'
import { clamp } from '../../../src/shared/clamp.ts'
import { refuse, sentence } from '../../../src/shared/outcome.ts'
import {
  defaultsOf,
  matters,
  printParam,
  readParam,
  readParamValue,
  tellMended,
  sameValue,
  sayParam,
  type ListParam,
  type NumberParam,
  type ParamSpec,
  type ParamValue,
} from '../../../src/shared/params.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const about = { key: 'x', label: 'X', help: 'A value.', group: 'G', live: true }
const options = ['one', 'two', 'three'].map((value) => ({ value, label: value.toUpperCase() }))

/** Bounds that are no multiples of the step, and steps that take several digits, included. */
const numberSpecs: fc.Arbitrary<NumberParam> = fc
  .record({
    low: fc.integer({ min: -3_000, max: 3_000 }),
    span: fc.integer({ min: 1, max: 5_000 }),
    scale: fc.constantFrom(1, 10, 100),
    step: fc.constantFrom(0.001, 0.01, 0.02, 0.05, 0.1, 0.125, 0.25, 0.5, 1, 3, 5, 10),
  })
  .filter(({ span, scale, step }) => span / scale >= step)
  .map(({ low, span, scale, step }) => {
    const bounds = { min: low / scale, max: (low + span) / scale, default: low / scale }
    return Object.assign({}, about, bounds, { kind: 'number' as const, unit: 'ms', step })
  })

const specs: fc.Arbitrary<ParamSpec> = fc.oneof(
  { weight: 3, arbitrary: numberSpecs },
  { weight: 1, arbitrary: fc.constant({ ...about, kind: 'switch', default: true } as const) },
  { weight: 1, arbitrary: fc.constant({ ...about, kind: 'choice', options, default: 'two' } as const) },
  { weight: 1, arbitrary: fc.constant({ ...about, kind: 'list', options, default: ['two'] } as const) },
  { weight: 3, arbitrary: fc.constantFrom<ParamSpec>(...JITTER_SETTINGS) },
)

const HOSTILE = [
  '999999999',
  '-999999999',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e400',
  '-1e400',
  '1e-400',
  '0x10',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  ',',
  ',,,,',
  'one,__proto__',
  '\u0000',
  '\ud800',
  '١٢٣',
  '1_000',
  '<script>',
  'null',
  'undefined',
  'true',
]

const rubbish = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...HOSTILE),
  fc.double().map(String),
  fc.array(fc.constantFrom('one', 'two', 'three', 'fixed', 'neteq', ' ', 'four', '__proto__')).map(String),
)

/** A table's row with rubbish, or with a number close to its bounds or anywhere between them. */
const specAndText = specs.chain((spec): fc.Arbitrary<{ spec: ParamSpec; text: string }> => {
  if (spec.kind !== 'number') return rubbish.map((text) => ({ spec, text }))
  const { min, max } = spec
  const near = fc.constantFrom(min, max).chain((bound) => fc.double({ min: bound - 4, max: bound + 4 }))
  const numbers = fc.oneof(near, fc.double({ min, max }), fc.constantFrom(min, max))
  return fc.oneof(rubbish, numbers.map(String)).map((text) => ({ spec, text }))
})

function isWithin(spec: ParamSpec, value: ParamValue): boolean {
  if (spec.kind === 'number') return typeof value === 'number' && value >= spec.min && value <= spec.max
  if (spec.kind === 'switch') return typeof value === 'boolean'
  const known = new Set(spec.options.map((option) => option.value))
  if (spec.kind === 'choice') return typeof value === 'string' && known.has(value)
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((part) => known.has(part))
  )
}

/** A value that a table allows: on the grid of its step and within its bounds, or of its options. */
function valuesOf(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  if (spec.kind === 'switch') return fc.boolean()
  if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map(({ value }) => value))
  if (spec.kind === 'list')
    return fc.shuffledSubarray(
      spec.options.map(({ value }) => value),
      { minLength: 1 },
    )
  // Decimal arithmetic in whole numbers of a 1/8000th, which every step above is a multiple of.
  const step = Math.round(spec.step * 8_000)
  const min = Math.ceil((spec.min * 8_000) / step - 1e-9)
  const max = Math.floor((spec.max * 8_000) / step + 1e-9)
  return fc.integer({ min, max }).map((n) => Number(((n * step) / 8_000).toFixed(3)))
}

const specAndValue = specs.chain((spec) => valuesOf(spec).map((value) => ({ spec, value })))

describe('reading a parameter from text', () => {
  it('never throws, and always gives a value within the bounds', () => {
    fc.assert(
      fc.property(specAndText, ({ spec, text }) => {
        const { value, complaint } = readParam(spec, text)
        expect(isWithin(spec, value), `${printParam(value)} from ${JSON.stringify(text)}`).toBe(true)
        expect(complaint === null || complaint.startsWith(spec.key)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(HOSTILE)('survives %j in every setting of the jitter lab', (text) => {
    for (const spec of JITTER_SETTINGS) expect(isWithin(spec, readParam(spec, text).value)).toBe(true)
  })

  it('survives ten megabytes, and repeats no more than a line of them', () => {
    const onePerKind = new Map(JITTER_SETTINGS.map((spec) => [spec.kind, spec]))
    for (const part of ['9', 'x', ',', 'one,', ' '])
      for (const spec of onePerKind.values()) {
        const { value, complaint } = readParam(spec, part.repeat(10_000_000 / part.length))
        expect(isWithin(spec, value)).toBe(true)
        expect(complaint?.length ?? 0).toBeLessThan(400)
      }
  })

  it('gives back what was printed, without a complaint', () => {
    fc.assert(
      fc.property(specAndValue, ({ spec, value }) => {
        expect(readParam(spec, printParam(value))).toEqual({ value, complaint: null })
      }),
      { numRuns: 1_000 },
    )
  })

  it('rounds to the step, but never out of the bounds', () => {
    const spec: NumberParam = { ...about, kind: 'number', unit: '', min: 1, max: 9, step: 5, default: 5 }
    expect([1, 2, 4, 7, 8, 9].map((n) => readParam(spec, String(n)).value)).toEqual([1, 1, 5, 5, 9, 9])
    const quarter = { ...spec, min: 0, step: 0.25 }
    expect(['0.25', '0.75', '1.3'].map((text) => readParam(quarter, text).value)).toEqual([0.25, 0.75, 1.25])
  })

  it('says what was wrong, and for those who go on, what was done about it', () => {
    const spec: NumberParam = { ...about, kind: 'number', unit: '', min: 1, max: 9, step: 1, default: 5 }
    expect(readParam(spec, '12')).toEqual({ value: 9, complaint: 'x=12 is above 9' })
    expect(readParam(spec, '-2')).toEqual({ value: 1, complaint: 'x=-2 is below 1' })
    expect(readParam(spec, 'often')).toEqual({ value: 5, complaint: 'x=often is not a number' })
    expect(readParam(spec, 'often', 7)).toEqual({ value: 7, complaint: 'x=often is not a number' })
    expect(tellMended(readParam(spec, '12'))).toBe('x=12 is above 9; it was set to 9')
    expect(tellMended(readParam(spec, '7'))).toBeNull()
  })

  it('keeps the known names of a list and tells of the others', () => {
    const spec: ListParam = { ...about, kind: 'list', options, default: ['two'] }
    expect(readParam(spec, 'three, one,three')).toEqual({ value: ['three', 'one'], complaint: null })
    expect(readParam(spec, 'one,nine').value).toEqual(['one'])
    expect(readParam(spec, 'one,nine').complaint).toContain('nine')
    expect(readParam(spec, 'nine').value).toEqual(['two'])
  })

  it.each([
    ['on', true],
    ['TRUE', true],
    ['1', true],
    ['off', false],
    ['No', false],
    ['0', false],
  ])('takes %j for a switch that is %j', (text, value) => {
    expect(readParam({ ...about, kind: 'switch', default: !value }, text)).toEqual({ value, complaint: null })
  })
})

describe('reading a parameter from parsed JSON', () => {
  it('never throws, and always gives a value within the bounds', () => {
    fc.assert(
      fc.property(specs, fc.oneof(fc.jsonValue(), rubbish), (spec, json) => {
        expect(isWithin(spec, readParamValue(spec, json).value)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('gives back what was there, without a complaint', () => {
    fc.assert(
      fc.property(specAndValue, ({ spec, value }) => {
        const json: unknown = JSON.parse(JSON.stringify(value))
        expect(readParamValue(spec, json)).toEqual({ value, complaint: null })
      }),
    )
  })

  it('takes no text for a number', () => {
    const spec: NumberParam = { ...about, kind: 'number', unit: '', min: 1, max: 9, step: 1, default: 5 }
    expect(readParamValue(spec, '3').value).toBe(5)
  })
})

describe('a table of parameters', () => {
  it('of the jitter lab has defaults and usual values within its own bounds and on its own grid', () => {
    const defaults = defaultsOf(JITTER_SETTINGS)
    for (const spec of JITTER_SETTINGS) {
      const usual: readonly number[] = 'usual' in spec ? spec.usual : []
      for (const value of [defaults[spec.key] ?? '', ...usual])
        expect(readParamValue(spec, value)).toEqual({ value, complaint: null })
    }
  })

  it('tells equal values from different ones, whatever their kind', () => {
    expect(sameValue(['a', 'b'], ['a', 'b'])).toBe(true)
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false)
    expect(sameValue(1, 1)).toBe(true)
    expect(sameValue(true, false)).toBe(false)
  })

  it('says values with their units and labels', () => {
    const [fps] = JITTER_SETTINGS
    expect(sayParam(fps, 30)).toBe('30 frames/s')
    expect(sayParam({ ...about, kind: 'list', options, default: ['one'] }, ['one', 'three'])).toBe(
      'ONE, THREE',
    )
    expect(sayParam({ ...about, kind: 'switch', default: true }, false)).toBe('off')
  })
})

describe('small words', () => {
  it('clamp keeps a number between two others and makes the lower one of a NaN', () => {
    expect([clamp(5, 0, 9), clamp(-5, 0, 9), clamp(50, 0, 9), clamp(Number.NaN, 0, 9)]).toEqual([5, 0, 9, 0])
  })

  it('a problem reads as a sentence, with its place if it has one', () => {
    expect(sentence(refuse('send_ms is not a number', 'line 7').problem)).toBe(
      'line 7: send_ms is not a number',
    )
    expect(sentence(refuse('the file is empty').problem)).toBe('the file is empty')
  })
})

describe('whether a setting matters', () => {
  const gamma: NumberParam = {
    ...about,
    kind: 'number',
    unit: '',
    min: 0,
    max: 1,
    step: 1,
    default: 0,
    when: { key: 'shape', is: ['gamma', 'other'] },
  }

  it('is always, unless it says when', () => {
    const { when: _when, ...always } = gamma
    expect(matters(always, {})).toBe(true)
  })

  it('is told by the choice it names', () => {
    expect(matters(gamma, { shape: 'gamma' })).toBe(true)
    expect(matters(gamma, { shape: 'other' })).toBe(true)
    expect(matters(gamma, { shape: 'normal' })).toBe(false)
    expect(matters(gamma, {})).toBe(false)
  })
})
