import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { SimTime } from '../../src/engine/kernel/time.ts'
import { Timeline, type Stamped } from '../../src/engine/kernel/timeline.ts'
import { at } from '../../src/shared/assert.ts'
import { TimelineOracle, type Create, type Standing } from './timeline-oracle.ts'

/** What a person does next; fractions and numbers are resolved against the run as it then stands. */
export type Step =
  | { readonly kind: 'seek'; readonly time: SimTime; readonly slices: readonly number[] }
  /** Asks for a far moment, works a little, and changes one's mind. */
  | { readonly kind: 'stray'; readonly time: SimTime; readonly events: number }
  | { readonly kind: 'forward' }
  | { readonly kind: 'back' }
  | { readonly kind: 'forward and back' }
  | {
      readonly kind: 'apply'
      readonly choice: number
      /** Where between 0 and now; 1 is now. */
      readonly where: number
      readonly gesture: string | null
    }
  | { readonly kind: 'switch'; readonly which: number }
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'rename'; readonly which: number; readonly name: string }
  | { readonly kind: 'reload' }

const slices = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 })

/** Steps within the first `length` of simulated time; `far` now and then reaches beyond. */
export function stepsWithin(length: SimTime, far: SimTime): fc.Arbitrary<Step[]> {
  // Checkpoints stand at multiples of 100 ms: meet them exactly as often as not.
  const times = fc.oneof(
    { weight: 4, arbitrary: fc.nat(length) },
    { weight: 3, arbitrary: fc.nat(Math.floor(length / 100_000)).map((n) => n * 100_000) },
    { weight: 1, arbitrary: fc.nat(far) },
  )
  const where = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }))
  const gesture = fc.constantFrom(null, null, 'drag 1', 'drag 2')
  const which = fc.nat(30)
  return fc.array(
    fc.oneof<fc.WeightedArbitrary<Step>[]>(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('seek'), time: times, slices }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('stray'), time: times, events: fc.nat(30) }) },
      { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'forward' }, { kind: 'back' }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'forward and back' }) },
      { weight: 7, arbitrary: fc.record({ kind: fc.constant('apply'), choice: fc.nat(), where, gesture }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('switch'), which }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), which }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename'), which, name: fc.string() }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'reload' }) },
    ),
    { maxLength: 25, size: 'max' },
  )
}

function expectSame(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}

/** A timeline and its oracle, taken through the same steps; after each they must look the same. */
export class TimelineDriver<Command> {
  private timeline: Timeline<Command, unknown, unknown>
  private readonly oracle: TimelineOracle<Command>
  private readonly create: Create<Command>
  /** The command that choice number `choice` means, given at `time`. */
  private readonly commandAt: (choice: number, time: SimTime) => Command
  private readonly far: SimTime

  constructor(
    create: Create<Command>,
    commandAt: (choice: number, time: SimTime) => Command,
    far: SimTime,
    scripted: readonly Stamped<Command>[],
  ) {
    this.create = create
    this.commandAt = commandAt
    this.far = far
    this.oracle = new TimelineOracle(create, scripted)
    this.timeline = Timeline.fromLog(create(), this.oracle.log())
    this.settle([1_000])
  }

  take(step: Step): void {
    const futures = this.futures()
    switch (step.kind) {
      case 'seek':
        this.seek(step.time)
        this.settle(step.slices)
        break
      case 'stray':
        this.stray(step.time, step.events)
        break
      case 'forward':
        this.forward()
        break
      case 'back':
        this.back()
        break
      case 'forward and back':
        this.forwardAndBack()
        break
      case 'apply':
        this.apply(step.choice, Math.round(step.where * this.oracle.now), step.gesture)
        break
      case 'switch':
        this.switchTo(this.idOf(step.which))
        break
      case 'remove':
        this.remove(this.idOf(step.which))
        break
      case 'rename':
        this.rename(this.idOf(step.which), step.name)
        break
      case 'reload':
        this.reload()
        break
    }
    this.compare()
    this.expectFuturesKept(futures)
  }

  /** Goes to every branch in turn: what it shows there now, here and by the oracle. */
  visitAll(): { readonly real: readonly Standing[]; readonly expected: readonly Standing[] } {
    const real: Standing[] = []
    const expected: Standing[] = []
    for (const id of this.oracle.ids) {
      this.switchTo(id)
      this.expectSeries(id)
      const { engine, now } = this.timeline
      real.push({ now, hash: engine.traceHash(), measures: engine.measures() })
      expected.push(this.oracle.standing())
    }
    return { real, expected }
  }

  private idOf(which: number): string {
    const { ids } = this.oracle
    return at(ids, which % ids.length)
  }

  private seek(time: SimTime): void {
    this.timeline.seek(time)
    this.oracle.seek(time)
  }

  private settle(sizes: readonly number[]): void {
    for (let i = 0; !this.timeline.settled; i++) {
      const size = at(sizes, i % sizes.length)
      expectSame(this.timeline.work(size) <= size, true)
    }
    this.oracle.reached(this.oracle.now)
  }

  private stray(time: SimTime, events: number): void {
    const back = this.oracle.now
    this.timeline.seek(time)
    this.timeline.work(events)
    this.oracle.reached(this.timeline.now)
    this.timeline.seek(back)
    this.settle([50])
  }

  private forward(): void {
    expectSame(this.timeline.stepForward(), this.oracle.stepForward(this.far * 100))
    this.settle([1, 7])
  }

  private back(): void {
    this.timeline.stepBack()
    this.oracle.stepBack()
    this.settle([1, 7])
  }

  /** From a moment at which something happens, forth and back again ends where it began. */
  private forwardAndBack(): void {
    this.back()
    const start = this.timeline.now
    const hash = this.timeline.engine.traceHash()
    if (this.timeline.stepForward()) {
      this.oracle.stepForward(this.far * 100)
      this.settle([1_000])
      this.back()
    }
    expectSame([this.timeline.now, this.timeline.engine.traceHash()], [start, hash])
  }

  private apply(choice: number, time: SimTime, gesture: string | null): void {
    const command = this.commandAt(choice, time)
    const expected = this.oracle.apply(command, time, gesture)
    const done = this.timeline.apply(command, time, gesture)
    expectSame(done.ok ? done.value : null, expected)
    this.settle([3, 30])
  }

  private switchTo(id: string): void {
    this.timeline.switchTo(id)
    this.oracle.switchTo(id)
    this.settle([20])
  }

  private remove(id: string): void {
    expectSame(this.timeline.removeBranch(id).ok, this.oracle.remove(id))
  }

  private rename(id: string, name: string): void {
    expectSame(this.timeline.renameBranch(id, name).ok, true)
    this.oracle.rename(id, name)
  }

  /** Prints the log, reads it, and goes on with a new engine. */
  private reload(): void {
    const log: unknown = JSON.parse(JSON.stringify(this.timeline.log()))
    this.timeline = Timeline.fromLog(this.create(), log as ReturnType<typeof this.timeline.log>)
    this.oracle.reloaded()
    expectSame(this.timeline.goal, this.oracle.now)
    this.settle([64])
  }

  private compare(): void {
    const { engine, now, goal } = this.timeline
    const { hash, ...rest } = this.oracle.standing()
    expectSame({ now, measures: engine.measures() }, rest)
    expectSame(engine.traceHash(), hash)
    expectSame(goal, this.oracle.now)
    expectSame(this.timeline.log(), this.oracle.log())
  }

  /** Every branch's commands, as they are before a step. */
  private futures(): ReadonlyMap<string, readonly Stamped<Command>[]> {
    return new Map(this.timeline.log().branches.map(({ id, commands }) => [id, commands.slice()]))
  }

  /** A step changes at most the branch one stands on, and there only by adding. */
  private expectFuturesKept(before: ReadonlyMap<string, readonly Stamped<Command>[]>): void {
    const { branches, current } = this.timeline.log()
    for (const { id, commands } of branches)
      if (id !== current && before.has(id)) expectSame(commands, before.get(id))
  }

  private expectSeries(id: string): void {
    const { times, values } = this.timeline.series(id)
    expectSame(times[0], 0)
    expectSame(
      times,
      [...new Set(times)].toSorted((a, b) => a - b),
    )
    const given = new Set(this.oracle.commandsOf(id).map((command) => command.at))
    // At 0 and at the moment of a command the checkpoint may have been taken before what happens there.
    const rows = times.map((time, i) => ({ time, value: at(values, i) }))
    for (const { time, value } of rows.filter((row) => row.time > 0 && !given.has(row.time)))
      expectSame(value, this.oracle.measuresAt(id, time))
  }
}
