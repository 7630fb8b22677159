import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { defaultsOf } from '../../../src/shared/params.ts'
import {
  bestCommon,
  drawHistory,
  generationsOf,
  type Parents,
} from '../../../src/engine/season/ancestors/history.ts'
import { Painting } from '../../../src/engine/season/ancestors/painting.ts'
import { ANCESTORS_SETTINGS, type AncestorsSettings } from '../../../src/engine/season/ancestors/settings.ts'
import { TwoPointers } from '../../../src/engine/season/ancestors/two-pointers.ts'

const numbers = (text = ''): number[] => (text === '-' ? [] : text.split(',').map(Number))

/** What real Git answered; the file says how it was made. */
const RECORDED = readFileSync(join(import.meta.dirname, 'merge-bases.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [parents = '', asks = ''] = line.split(' | ')
    return { parents: parents.split(' ').map(numbers), asks: asks.split(' ').map(readAsk) }
  })

function readAsk(text: string): { readonly a: number; readonly b: number; readonly best: readonly number[] } {
  const [pair, best] = text.split('=')
  const [a, b] = numbers(pair)
  return { a: a ?? -1, b: b ?? -1, best: numbers(best) }
}

function paint(parents: Parents, a: number, b: number): Painting {
  const painting = new Painting(parents, generationsOf(parents), a, b)
  for (let i = 0; !painting.isDone; i++) {
    expect(i, 'each commit is taken at most once').toBeLessThan(parents.length)
    painting.step()
  }
  return painting
}

function point(parents: Parents, a: number, b: number): TwoPointers {
  const pointers = new TwoPointers(parents, a, b)
  for (let i = 0; !pointers.isDone; i++) {
    expect(i, 'it ends').toBeLessThanOrEqual(2 * parents.length + 1)
    pointers.step()
  }
  return pointers
}

/** Which commit leads to which, row by row: the oracle, by matrices. */
function reaches(parents: Parents): readonly (readonly boolean[])[] {
  const rows: boolean[][] = []
  for (const [seq, own] of parents.entries())
    rows.push(
      parents.map((_, other) => other === seq || own.some((parent) => rows[parent]?.[other] === true)),
    )
  return rows
}

const history = fc
  .array(fc.tuple(fc.nat(99), fc.nat(99), fc.nat(9)), { minLength: 2, maxLength: 22, size: 'max' })
  .map((draws): Parents => [
    [],
    ...draws.map(([first, second, kind], i) => {
      // Near the newest, so that histories cross; one in ten begins anew.
      const [p, q] = [i - (first % Math.min(i + 1, 5)), i - (second % Math.min(i + 1, 6))]
      if (kind === 0) return []
      return kind < 5 || p === q ? [p] : [p, q]
    }),
  ])

describe('the best common ancestors', () => {
  it('are those that Git itself finds, in recorded histories', () => {
    let several = 0
    for (const { parents, asks } of RECORDED)
      for (const { a, b, best } of asks) {
        expect(paint(parents, a, b).answers, JSON.stringify({ parents, a, b })).toEqual(best)
        expect(bestCommon(parents, a, b)).toEqual(best)
        several += best.length > 1 ? 1 : 0
      }
    expect(several).toBeGreaterThan(50)
  })

  it('are common ancestors that are no ancestor of another common ancestor, in any history', () => {
    let several = 0
    fc.assert(
      fc.property(history, fc.nat(6), fc.nat(6), (parents, backA, backB) => {
        const newest = parents.length - 1
        const [a, b] = [newest - (backA % parents.length), newest - (backB % parents.length)]
        const leads = reaches(parents)
        const common = parents.flatMap((_, seq) =>
          leads[a]?.[seq] === true && leads[b]?.[seq] === true ? [seq] : [],
        )
        const best = common.filter((seq) =>
          common.every((other) => other === seq || leads[other]?.[seq] !== true),
        )
        expect(paint(parents, a, b).answers).toEqual(best)
        several += best.length > 1 ? 1 : 0
      }),
      { numRuns: 400 },
    )
    expect(several, 'some have more than one').toBeGreaterThan(5)
  })
})

describe('two pointers', () => {
  it('meet at the first node two lists share, after as many steps as their lengths say', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.nat(9), (ownA, ownB, shared) => {
        // Shared nodes first; a list of none is no list.
        const parents: number[][] = Array.from({ length: shared + 1 }, (_, i) => (i === 0 ? [] : [i - 1]))
        const grow = (own: number): number => {
          let tip = shared
          for (let i = 0; i < own; i++) tip = parents.push([tip]) - 1
          return tip
        }
        const [a, b] = [grow(ownA), grow(ownB)]
        const { answers, steps } = point(parents, a, b)
        expect(answers).toEqual([shared])
        expect(steps).toBe(ownA === ownB ? ownA : ownA + ownB + shared + 2)
      }),
    )
  })

  it('find nothing where nothing is shared', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (lengthA, lengthB) => {
        const parents: number[][] = []
        const chain = (length: number): number => {
          let tip = parents.push([]) - 1
          for (let i = 0; i < length; i++) tip = parents.push([tip]) - 1
          return tip
        }
        const [a, b] = [chain(lengthA), chain(lengthB)]
        expect(point(parents, a, b).answers).toEqual([])
      }),
    )
  })

  it.each([
    ['lists', { right: 40 }],
    ['merged', { wrong: 40 }],
  ] as const)('are by far not always right: %s', (shape, expected) => {
    const settings = { ...defaultsOf(ANCESTORS_SETTINGS), shape } as unknown as AncestorsSettings
    const told: Record<string, number> = {}
    for (let index = 0; index < 40; index++) {
      const { parents, tips } = drawHistory(1, index, settings)
      const best = paint(parents, ...tips).answers
      const answer = at(point(parents, ...tips).answers, 0)
      const verdict = !best.includes(answer) ? 'wrong' : best.length > 1 ? 'incomplete' : 'right'
      told[verdict] = (told[verdict] ?? 0) + 1
    }
    expect(told).toEqual(expected)
  })

  it('give one answer of two, or one that is none, where each side merged the other', () => {
    const settings = { ...defaultsOf(ANCESTORS_SETTINGS), shape: 'crossed' } as unknown as AncestorsSettings
    const verdicts = new Set<string>()
    for (let index = 0; index < 40; index++) {
      const { parents, tips } = drawHistory(1, index, settings)
      const best = paint(parents, ...tips).answers
      expect(best).toHaveLength(2)
      verdicts.add(best.includes(at(point(parents, ...tips).answers, 0)) ? 'incomplete' : 'wrong')
    }
    expect([...verdicts].toSorted()).toEqual(['incomplete', 'wrong'])
  })
})
