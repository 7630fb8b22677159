import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../src/engine/kernel/simulation.ts'
import { readParamValue, type ParamSpec } from '../../src/shared/params.ts'
import {
  firstScenario,
  printLabAddress,
  readLabAddress,
  scenarioParams,
  type LabAddress,
} from '../../src/state/lab-address.ts'
import { lab as jitter } from '../../src/labs/jitter/lab.ts'
import { lab as ring } from '../../src/labs/ring/lab.ts'
import { anyParams } from '../labs/support/any-params.ts'

const read = (query: string) => readLabAddress(query, jitter)

/** What was said about a query, in one text. */
const said = (query: string): string => read(query).complaints.join('\n')

/** The parameters in an address are all there, and each is one that its table allows as it stands. */
function expectInBounds({ params, seed, time }: LabAddress, specs: readonly ParamSpec[]): void {
  expect(Object.keys(params).sort()).toEqual(specs.map(({ key }) => key).sort())
  for (const spec of specs) {
    const value = params[spec.key]
    expect(readParamValue(spec, value)).toEqual({ value, complaint: null })
  }
  expect(Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff).toBe(true)
  expect(time === null || (Number.isInteger(time) && time >= 0 && time <= 1e15)).toBe(true)
}

describe('an address', () => {
  it('that says nothing means the first scenario as it is', () => {
    for (const query of ['', '?']) {
      const { address, complaints } = read(query)
      const first = firstScenario(jitter)
      expect(address).toEqual({
        scenario: first.id,
        seed: first.seed,
        params: scenarioParams(jitter.params, first),
        time: null,
        branch: [],
        attachment: null,
      })
      expect(complaints).toEqual([])
    }
  })

  it('says what differs, and the rest comes from its scenario', () => {
    const { address, complaints } = read(
      '?scenario=high&seed=42&fps=50&order=on&policy=neteq,gate-once&t=4.25&branch=1500000!move.42.1620000,2000000!lose.50&file=0123456789abcdef',
    )
    expect(complaints).toEqual([])
    expect(address).toMatchObject({
      scenario: 'high',
      seed: 42,
      time: 4_250_000,
      branch: ['1500000!move.42.1620000', '2000000!lose.50'],
      attachment: '0123456789abcdef',
    })
    expect(address.params).toMatchObject({
      fps: 50,
      order: true,
      policy: ['neteq', 'gate-once'],
      shape: 'experimental',
    })
  })

  it('leaves defaults out', () => {
    for (const scenario of jitter.scenarios) {
      const address: LabAddress = {
        scenario: scenario.id,
        seed: scenario.seed,
        params: scenarioParams(jitter.params, scenario),
        time: null,
        branch: [],
        attachment: null,
      }
      const isFirst = scenario === firstScenario(jitter)
      expect(printLabAddress(address, jitter)).toBe(isFirst ? '' : `scenario=${scenario.id}`)
      const changed = { ...address, params: { ...address.params, fps: 77 }, time: 1 }
      expect(printLabAddress(changed, jitter)).toBe(
        `${isFirst ? '' : `scenario=${scenario.id}&`}fps=77&t=0.000001`,
      )
    }
  })
})

describe('an address that cannot be used as it stands', () => {
  it.each<[string, string[]]>([
    ['fps=999999999', ['fps=999999999 is above 240', 'it was set to 240']],
    ['fps=-1e300', ['fps=-1e300 is below 5', 'it was set to 5']],
    ['fps=abc', ['fps=abc is not a number', 'it was set to 30']],
    ['fps=', ['fps= is not a number', 'it was set to 30']],
    ['fps=NaN', ['fps=NaN is not a number']],
    ['fps=Infinity', ['fps=Infinity is not a number']],
    ['scenario=high&spread=x', ['spread=x is not a number', 'it was set to 28']],
    ['shape=square', ['shape=square is not one of', 'it was set to normal']],
    ['order=maybe', ['order=maybe is neither on nor off', 'it was set to on']],
    ['policy=nothing', ['policy=nothing names none of', 'it was set to whiteboard,fixed']],
    ['policy=neteq,nothing', ['policy', 'there is no nothing']],
    ['seed=abc', ['seed=abc is not a whole number', 'was taken']],
    ['seed=-1', ['seed=-1 is not a whole number', 'was taken']],
    ['seed=4294967296', ['seed=4294967296 is not', 'was taken']],
    ['seed=1.5', ['seed=1.5 is not', 'was taken']],
    ['t=-3', ['t=-3 is not a time', 'the run starts at 0']],
    ['t=soon', ['t=soon is not a time', 'the run starts at 0']],
    ['t=', ['t= is not a time', 'the run starts at 0']],
    ['t=1e9', ['t=1e9 is not a time', 'the run starts at 0']],
    ['scenario=nowhere', ['no scenario "nowhere"', '"low" was taken']],
    ['scenario=hi', ['no scenario "hi"', '"low" was taken']],
    ['scenario=', ['no scenario ""', '"low" was taken']],
    ['volume=11', ['no parameter "volume"', 'it was left out']],
    ['__proto__=1', ['no parameter "__proto__"', 'it was left out']],
    ['constructor=1', ['no parameter "constructor"', 'it was left out']],
    ['%ZZ=%', ['no parameter "%ZZ"', 'it was left out']],
    ['fps=%E0%A4%A', ['fps=', 'is not a number']],
    ['fps=60&fps=24', ['fps', 'twice', '60']],
    ['seed=1&seed=2', ['seed', 'twice', '1']],
    ['scenario=high&scenario=low', ['scenario', 'twice', 'high']],
    ['fps=20&fps=30&fps=40', ['fps', '3 times', '20']],
    [
      `branch=${Array.from({ length: 201 }, (_, i) => `${i}!lose.1`).join(',')}`,
      ['200 changes', '201', 'none was made'],
    ],
  ])('"%s" is put right, and the words say what was done', (query, words) => {
    for (const word of words) expect(said(query)).toContain(word)
    expectInBounds(read(query).address, jitter.params)
  })

  it('takes the first of several that say different things', () => {
    const { address } = read('fps=60&fps=24&seed=1&seed=2&scenario=high&scenario=low&t=1&t=2')
    expect(address).toMatchObject({ scenario: 'high', seed: 1, time: 1_000_000 })
    expect(address.params['fps']).toBe(60)
  })

  it('complains of one thing once, and of each thing', () => {
    expect(read('fps=abc&seed=abc&t=abc&shape=abc&abc=abc&scenario=abc').complaints).toHaveLength(6)
  })

  it('never repeats a whole novel', () => {
    const novel = 'x'.repeat(100_000)
    const { complaints } = read(`fps=${novel}&seed=${novel}&scenario=${novel}&${novel}=1&t=${novel}`)
    expect(complaints).toHaveLength(5)
    for (const words of complaints) expect(words.length).toBeLessThan(300)
  })

  it('passes on changes that it cannot judge, for the lab to read or refuse', () => {
    expect(read('branch=15000').address.branch).toEqual(['15000'])
    expect(read('branch=').address.branch).toEqual([])
  })

  it('never throws, and never lets anything out of bounds through', () => {
    const keys = [...jitter.params.map(({ key }) => key), 'scenario', 'seed', 't', 'branch', 'file', 'x']
    const piece = fc.tuple(
      fc.constantFrom(...keys),
      fc.oneof(
        fc.string(),
        fc.double().map(String),
        fc.integer().map(String),
        fc.constantFrom('on', 'high', '%', '1e999', '-0', '0x10', '１２', 'null', '[object Object]'),
      ),
    )
    const queries = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(piece, { maxLength: 12 })
        .map((pieces) => pieces.map(([key, value]) => `${key}=${value}`).join('&')),
      fc.webQueryParameters(),
    )
    fc.assert(
      fc.property(queries, fc.constantFrom(jitter, ring), (query, lab) => {
        const { address, complaints } = readLabAddress(query, lab)
        expectInBounds(address, lab.params)
        expect(lab.scenarios.map(({ id }) => id)).toContain(address.scenario)
        for (const words of complaints)
          expect(words).toMatch(/\w+.*(set to|taken|left out|starts at|made|no |known)/s)
      }),
      { numRuns: 2_000 },
    )
  }, 30_000)
})

describe('an address printed and read again', () => {
  const fileId = fc.oneof(fc.stringMatching(/^[0-9a-f]{16}$/), fc.string({ unit: 'grapheme', minLength: 1 }))
  const token = fc
    .tuple(
      fc.nat(86_400_000_000),
      fc.constantFrom('lose.42', 'move.7.1500000', 'set.base.80', 'set.correlation.0.25'),
    )
    .map(([time, command]) => `${time}!${command}`)

  const addressOf = (lab: typeof jitter): fc.Arbitrary<LabAddress> =>
    fc.record({
      scenario: fc.constantFrom(...lab.scenarios.map(({ id }: Scenario) => id)),
      seed: fc.integer({ min: 0, max: 0xffff_ffff }),
      params: anyParams(lab.params),
      time: fc.option(fc.nat(86_400_000_000)),
      branch: fc.array(token, { maxLength: 20 }),
      attachment: fc.option(fileId),
    })

  it.each([jitter, ring])(
    'is the same, for any valid one ($id)',
    (lab) => {
      fc.assert(
        fc.property(addressOf(lab), (address) => {
          const query = printLabAddress(address, lab)
          expect(readLabAddress(query, lab)).toEqual({ address, complaints: [] })
          expect(printLabAddress(readLabAddress(query, lab).address, lab)).toBe(query)
        }),
        { numRuns: 1_000 },
      )
    },
    30_000,
  )

  it('leaves out what no address can carry', () => {
    const { address } = readLabAddress('', jitter)
    const strange = { ...address, attachment: 'a\ud800b', branch: ['1!set.base.\udfff'] }
    expect(printLabAddress(strange, jitter)).toBe('file=ab&branch=1!set.base.')
  })

  it('is short and made of characters that no messenger breaks', () => {
    fc.assert(
      fc.property(addressOf(jitter), (address) => {
        expect(printLabAddress(address, jitter)).toMatch(/^[\w.!,=&%~*'()-]*$/)
      }),
    )
  })
})
