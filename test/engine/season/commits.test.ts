import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { defaultsOf } from '../../../src/shared/params.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { BRANCHES } from '../../../src/engine/season/commits/codes.ts'
import { CommitsModel, type CommitsCommand } from '../../../src/engine/season/commits/model.ts'
import type { CommitsSettings } from '../../../src/engine/season/commits/settings.ts'
import { COMMITS_SETTINGS } from '../../../src/engine/season/commits/settings.ts'
import type { Lane } from '../../../src/engine/season/commits/lane.ts'

const settings = { ...defaultsOf(COMMITS_SETTINGS), gc: 0, grace: 2 } as unknown as CommitsSettings

const branch = fc.constantFrom(...BRANCHES)
const command: fc.Arbitrary<CommitsCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'commit' } as const) },
  { weight: 3, arbitrary: fc.constant({ kind: 'gc' } as const) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('branch' as const), at: fc.option(fc.nat(8)) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('amend' as const), back: fc.nat(3) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('checkout', 'merge', 'delete'), branch }) },
)
/** A command, and how long it was waited before it, in half seconds. */
const story = fc.array(fc.tuple(fc.nat(4), command), { maxLength: 40, size: 'max' })

/** What `from` leads to, by the plainest recursion there is. */
function ledTo(model: CommitsModel, lane: Lane, from: number): Set<number> {
  if (lane.collectedAt.has(from)) return new Set()
  const { parents } = at(model.repository.commits, from)
  const kept = lane.id === 'list' ? parents.filter((_, i) => i === 0) : parents
  return new Set([from, ...kept.flatMap((parent) => [...ledTo(model, lane, parent)])])
}

const allLedTo = (model: CommitsModel, lane: Lane): Set<number> =>
  new Set([...model.repository.refs.values()].flatMap((tip) => [...ledTo(model, lane, tip)]))

const sorted = (numbers: Iterable<number>): number[] => [...numbers].toSorted((a, b) => a - b)

/** Carries out a story, and calls `look` after each command that was not refused. */
function tell(
  steps: readonly (readonly [number, CommitsCommand])[],
  look: (model: CommitsModel, command: CommitsCommand, now: number) => void,
): void {
  const model = new CommitsModel(1, settings)
  let now = 0
  for (const [wait, one] of steps) {
    now += wait * (SECOND / 2)
    if (model.apply(one, now).ok) look(model, one, now)
  }
}

describe('a history of commits', () => {
  it('keeps what a branch leads to, and of the rest what is younger than the grace time; no more, no less', () => {
    let [gone, rescued] = [0, 0]
    fc.assert(
      fc.property(story, (steps) => {
        const since = new Map<string, number>()
        tell(steps, (model, one, now) => {
          for (const lane of model.lanes) {
            const led = allLedTo(model, lane)
            expect(sorted(lane.reachable)).toEqual(sorted(led))
            for (const { seq } of model.repository.commits) {
              const key = `${lane.id} ${seq}`
              if (led.has(seq)) since.delete(key)
              else if (!since.has(key)) since.set(key, now)
              const isOver = now - (since.get(key) ?? now) >= settings.grace * SECOND
              // Whether it must be gone: after a collection that is known; before one, only that the young are not.
              const isGone = lane.collectedAt.has(seq)
              const mustBe = one.kind === 'gc' || !isOver ? !led.has(seq) && isOver : isGone
              expect(isGone, key).toBe(mustBe)
            }
            gone += lane.collectedAt.size
          }
          rescued += model.rescued
        })
      }),
      { numRuns: 50 },
    )
    expect(gone, 'something was collected in these stories').toBeGreaterThan(0)
    expect(rescued, 'something was brought back').toBeGreaterThan(0)
  })

  it('shows in the log all that went into what one has, newest first; the list only its first parents', () => {
    fc.assert(
      fc.property(story, (steps) => {
        tell(steps, (model) => {
          for (const lane of model.lanes) {
            const { order, followed } = lane.walk(model.repository.tip)
            const led = ledTo(model, lane, model.repository.tip)
            expect(order).toEqual(sorted(led).toReversed())
            const kept = order.map((seq) => lane.parentsOf(at(model.repository.commits, seq)).length)
            expect(followed).toBe(kept.reduce((sum, count) => sum + count, 0))
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  it('never changes a commit: an amended one is another, under another id, and so is all that stands on it', () => {
    let amended = 0
    fc.assert(
      fc.property(story, fc.nat(3), (steps, back) => {
        const model = new CommitsModel(1, settings)
        for (const [, one] of steps) model.apply(one, 0)
        const before = structuredClone(model.repository.commits)
        const ids = new Set(before.map(({ id }) => id))
        model.apply({ kind: 'amend', back }, 0)
        const { commits, tip } = model.repository
        expect(commits.slice(0, before.length)).toEqual(before)
        const anew = commits.slice(before.length)
        expect(anew.length).toBeGreaterThan(0)
        expect(anew.filter(({ id }) => ids.has(id))).toEqual([])
        expect(new Set(commits.map(({ id }) => id)).size).toBe(commits.length)
        // A chain from the changed one to the new tip; all but the first have the content they had.
        expect(at(anew, anew.length - 1).seq).toBe(tip)
        for (const [i, one] of anew.entries()) {
          const old = at(before, one.replaces ?? -1)
          expect(one.parents).toEqual(i === 0 ? old.parents : [one.seq - 1])
          expect(one.content === old.content).toBe(i > 0)
        }
        amended += anew.length - 1
      }),
      { numRuns: 50 },
    )
    expect(amended, 'some stood on what was changed').toBeGreaterThan(0)
  })
})
