import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accept, refuse } from '../../../src/shared/outcome.ts'
import { StepEngine, type StepModel } from '../../../src/engine/kernel/step-engine.ts'

type Command = { readonly kind: 'add'; readonly by: number }

const PACE = 250

/** Adds up the numbers of its operations; a command adds to the sum, and one operation more to the run. */
class Sum implements StepModel<Command, readonly number[]> {
  readonly pace = PACE
  count = 12
  private sum = 0
  private readonly terms: number[] = []

  step(index: number): void {
    this.take(index * 3 + (this.sum % 5))
  }

  apply({ by }: Command) {
    if (by < 0) return refuse('it only grows')
    this.take(by)
    this.count += 1
    return accept(`${by} more`)
  }

  record = (hash: { add(value: number): void }): void => hash.add(this.sum)
  frame = (): readonly number[] => [...this.terms]
  measures = (): number[] => [this.sum]
  checks = () => []
  explain = () => null
  landmarks = () => []

  private take(term: number): void {
    this.sum += term
    this.terms.push(term)
  }
}

const create = () => new StepEngine<Command, readonly number[]>(() => new Sum())
const SPAN = { from: 0, to: 10_000 }
const seen = (engine: ReturnType<typeof create>) => ({
  now: engine.now,
  next: engine.nextEventTime,
  extent: engine.extent,
  hash: engine.traceHash(),
  frame: engine.frame(SPAN, undefined as never), // the toy draws no columns
})

const action = fc.oneof(
  fc.record({ until: fc.integer({ min: 0, max: 4_500 }) }),
  fc.record({ by: fc.integer({ min: -2, max: 9 }) }),
)

type Action = { readonly until: number } | { readonly by: number }

const carryOut = (engine: ReturnType<typeof create>, actions: readonly Action[]): void => {
  for (const one of actions)
    if ('until' in one) engine.advance(Math.max(engine.now, one.until))
    else engine.apply({ kind: 'add', by: one.by })
}

describe('an engine of few operations', () => {
  it('goes on from what was saved as if nothing had been, whatever had happened to it since', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 8 }),
        fc.array(action, { maxLength: 8 }),
        fc.array(action, { maxLength: 8 }),
        (before, aside, after) => {
          const straight = create()
          carryOut(straight, before)
          const engine = create()
          carryOut(engine, before)
          const saved = structuredClone(engine.save())
          carryOut(engine, aside)
          engine.restore(saved)
          expect(seen(engine)).toEqual(seen(straight))
          carryOut(straight, after)
          carryOut(engine, after)
          expect(seen(engine)).toEqual(seen(straight))
        },
      ),
    )
  })

  it('handles its operations at their times, in steps of any size', () => {
    const small = create()
    for (let time = 0; time <= 12 * PACE; time += 7) while (small.advance(time, 1) > 0);
    small.advance(12 * PACE)
    const whole = create()
    expect(whole.extent).toBe(12 * PACE)
    expect(whole.advance(12 * PACE)).toBe(12)
    expect(seen(small)).toEqual(seen(whole))
    expect(whole.nextEventTime).toBeNull()
    expect(whole.frame(SPAN, undefined as never)).toHaveLength(12) // the toy draws no columns
  })

  it('changes nothing by what is refused', () => {
    const engine = create()
    engine.advance(600)
    const before = seen(engine)
    expect(engine.apply({ kind: 'add', by: -1 }).ok).toBe(false)
    expect(seen(engine)).toEqual(before)
  })
})
