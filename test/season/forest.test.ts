import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../src/shared/assert.ts'
import { bTree, insertKey, type Page } from '../../src/season/forest/b-tree.ts'
import { ADDED, bitsOf, bloom, inverted, invertedIndex, strangers } from '../../src/season/forest/filters.ts'
import { network, stepsAway, trie } from '../../src/season/forest/graphs.ts'
import { BOX } from '../../src/season/forest/scene.ts'
import { redBlackTree, scheduler, searchTree, type Coloured } from '../../src/season/forest/trees.ts'

const keys = fc.uniqueArray(fc.nat({ max: 999 }), { maxLength: 80 })
const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b)

describe('the small pictures of season 2', () => {
  it('stay within their frames, and say something at every step', () => {
    for (const scenes of [searchTree(), scheduler(), bTree(), trie(), network(), bloom(), inverted()]) {
      expect(scenes.length).toBeGreaterThan(3)
      for (const { nodes, says } of scenes) {
        expect(says.length).toBeGreaterThan(2)
        for (const { x, y, width } of nodes) {
          const reach = width === undefined ? 9.5 : width / 2
          expect(Math.min(x, BOX.width - x), says).toBeGreaterThanOrEqual(reach)
          expect(Math.min(y, BOX.height - y), says).toBeGreaterThanOrEqual(8)
        }
      }
    }
  })

  it('red-black: in order, no red below red, as many black on every way down', () => {
    const check = (tree: Coloured | null, isBelowRed: boolean, found: number[]): number => {
      if (tree === null) return 1
      expect(isBelowRed && tree.isRed).toBe(false)
      const left = check(tree.left, tree.isRed, found)
      found.push(tree.value)
      expect(check(tree.right, tree.isRed, found)).toBe(left)
      return left + (tree.isRed ? 0 : 1)
    }
    fc.assert(
      fc.property(keys, (values) => {
        const found: number[] = []
        check(redBlackTree(values), true, found)
        expect(found).toEqual(sorted(values))
      }),
    )
  })

  it('B-tree: in order, one key or two a page, all leaves equally deep', () => {
    const read = ({ keys: own, children }: Page, depth: number, depths: Set<number>): number[] => {
      if (children.length === 0) {
        depths.add(depth)
        return [...own]
      }
      expect(children).toHaveLength(own.length + 1)
      return children.flatMap((child, i) => [
        ...read(child, depth + 1, depths),
        ...(i < own.length ? [at(own, i)] : []),
      ])
    }
    fc.assert(
      fc.property(keys, (values) => {
        const depths = new Set<number>()
        const root = values.reduce<Page>(insertKey, { keys: [], children: [] })
        expect(read(root, 0, depths)).toEqual(sorted(values))
        expect(depths.size).toBe(1)
      }),
    )
  })

  it('graph: steps away as by relaxing every edge until nothing changes', () => {
    const edges = fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 16 })
    fc.assert(
      fc.property(edges, (friends) => {
        const steps = Array.from({ length: 8 }, (_, i) => (i === 0 ? 0 : Infinity))
        for (let round = 0; round < 8; round++)
          for (const [a, b] of friends) {
            steps[a] = Math.min(at(steps, a), at(steps, b) + 1)
            steps[b] = Math.min(at(steps, b), at(steps, a) + 1)
          }
        expect(stepsAway(8, friends)).toEqual(steps)
      }),
    )
  })

  it('Bloom: what was added is always known; one stranger is told apart, one is not', () => {
    const set = new Set(ADDED.flatMap(bitsOf))
    expect(ADDED.map((event) => new Set(bitsOf(event)).size)).toEqual([3, 3, 3])
    const { told, mistaken } = strangers()
    expect(bitsOf(told).every((bit) => set.has(bit))).toBe(false)
    expect(bitsOf(mistaken).every((bit) => set.has(bit))).toBe(true)
    expect(ADDED).not.toContain(mistaken)
  })

  it('inverted index: the documents that a scan finds', () => {
    const texts = ['a log of rings', 'logs', 'ring and ring']
    const index = invertedIndex(texts)
    for (const word of ['log', 'ring', 'and'])
      expect(index.get(word), word).toEqual(texts.flatMap((text, i) => (text.includes(word) ? [i + 1] : [])))
  })
})
