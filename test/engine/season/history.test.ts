import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHistoryEngine } from '../../../src/engine/season/history/history-model.ts'
import { IndexedHistory } from '../../../src/engine/season/history/indexed-history.ts'
import { LinkedHistory } from '../../../src/engine/season/history/linked-history.ts'
import { nameOf, type Page, type SessionHistory } from '../../../src/engine/season/history/pages.ts'
import type { Navigation } from '../../../src/engine/season/history/plan.ts'
import { HISTORY_SETTINGS, type HistorySettings } from '../../../src/engine/season/history/settings.ts'
import { defaultsOf } from '../../../src/shared/params.ts'
import { anyParams } from '../../labs/support/any-params.ts'

const steps = fc.integer({ min: 1, max: 6 })
const navigation: fc.Arbitrary<Navigation> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'visit' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'replace' } as const) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('back' as const), steps }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('forward' as const), steps }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('go' as const), delta: fc.integer({ min: -6, max: 6 }) }),
  },
)

/** What anyone would write first: an array of page numbers, copied whenever it changes. */
class Naive {
  pages: readonly number[] = [0]
  shown = 0
  lost = 0
  private readonly cap: number

  constructor(cap: number) {
    this.cap = cap
  }

  do(one: Navigation, page: number): void {
    const end = this.pages.length - 1
    if (one.kind === 'visit') {
      const all = [...this.pages.filter((_, i) => i <= this.shown), page]
      const kept = all.slice(Math.max(0, all.length - this.cap))
      this.lost += all.length - kept.length
      this.pages = kept
      this.shown = kept.length - 1
    }
    if (one.kind === 'replace') this.pages = this.pages.map((old, i) => (i === this.shown ? page : old))
    if (one.kind === 'back') this.shown = this.shown < one.steps ? 0 : this.shown - one.steps
    if (one.kind === 'forward') this.shown = Math.min(end, this.shown + one.steps)
    if (one.kind !== 'go') return
    const target = this.shown + one.delta
    if (this.pages[target] !== undefined) this.shown = target
  }
}

const pageOf = (id: number): Page => ({ id, name: nameOf(id), at: id })

function carryOut(history: SessionHistory, one: Navigation, page: Page): void {
  if (one.kind === 'visit') history.visit(page)
  if (one.kind === 'replace') history.replace(page)
  if (one.kind === 'back') history.back(one.steps)
  if (one.kind === 'forward') history.forward(one.steps)
  if (one.kind === 'go') history.go(one.delta)
}

const seen = (history: SessionHistory) => ({
  pages: history.entries().map(({ id }) => id),
  shown: history.position,
})

describe('a session history', () => {
  it('is what a plain array is, as links and as a list with an index, and both are one until the cap drops a page', () => {
    fc.assert(
      fc.property(
        fc.array(navigation, { maxLength: 60 }),
        fc.integer({ min: 2, max: 12 }),
        (navigations, cap) => {
          const [links, index] = [new LinkedHistory(pageOf(0)), new IndexedHistory(pageOf(0), cap)]
          const [boundless, capped] = [new Naive(Infinity), new Naive(cap)]
          for (const [i, one] of navigations.entries()) {
            for (const history of [links, index]) carryOut(history, one, pageOf(i + 1))
            for (const naive of [boundless, capped]) naive.do(one, i + 1)
            expect(seen(links)).toEqual({ pages: boundless.pages, shown: boundless.shown })
            expect(seen(index)).toEqual({ pages: capped.pages, shown: capped.shown })
            expect(links.links()).toEqual({ all: 2 * (boundless.pages.length - 1), broken: 0 })
            expect(capped.lost > 0 || isDeepStrictEqual(seen(links), seen(index))).toBe(true)
          }
        },
      ),
    )
  })

  it('takes a link for each page on the way, or one setting of the index however far it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat({ max: 60 }), (pages, far) => {
        const [links, index] = [new LinkedHistory(pageOf(0)), new IndexedHistory(pageOf(0), 100)]
        for (const history of [links, index]) {
          for (let id = 1; id < pages; id++) history.visit(pageOf(id))
          history.back(far + 1)
        }
        expect(links.cost).toEqual({
          followed: Math.min(far + 1, pages - 1),
          jumps: 0,
          written: 2 * (pages - 1),
          shifted: 0,
        })
        expect(index.cost).toEqual({ followed: 0, jumps: 1, written: 0, shifted: 0 })
      }),
    )
  })

  // The example of https://leetcode.com/problems/design-browser-history/
  it('answers LeetCode 1472’s example as published', () => {
    const sites = ['leetcode', 'google', 'facebook', 'youtube', 'linkedin']
    for (const history of [new LinkedHistory(pageOf(0)), new IndexedHistory(pageOf(0), 50)]) {
      const shown = (): string | undefined => sites[history.entries()[history.position]?.id ?? -1]
      for (const id of [1, 2, 3]) history.visit(pageOf(id))
      const told = [() => history.back(1), () => history.back(1), () => history.forward(1)].map((go) => {
        go()
        return shown()
      })
      history.visit(pageOf(4))
      for (const go of [() => history.forward(2), () => history.back(2), () => history.back(7)]) {
        go()
        told.push(shown())
      }
      expect(told).toEqual(['facebook', 'google', 'facebook', 'linkedin', 'google', 'leetcode'])
    }
  })

  it('holds its checks under any settings, whatever is done by hand', () => {
    fc.assert(
      fc.property(
        anyParams(HISTORY_SETTINGS),
        fc.array(navigation, { maxLength: 20 }),
        fc.nat(),
        (params, byHand, seed) => {
          const settings = {
            ...defaultsOf(HISTORY_SETTINGS),
            ...params,
            for: 20,
          } as unknown as HistorySettings // of that table
          const engine = createHistoryEngine({ seed, settings })
          for (const [i, one] of byHand.entries()) {
            engine.advance(i * 700_000)
            engine.apply(one)
          }
          engine.advance(20_000_000)
          for (const { label, predicted, measured } of engine.checks())
            expect([label, measured]).toEqual([label, predicted])
        },
      ),
      { numRuns: 40 },
    )
  })
})
