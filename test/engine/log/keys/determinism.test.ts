import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { KeysEngine } from '../../../../src/engine/log/keys/keys-engine.ts'
import { anyGiven, anySeed, anySettings, footprint, LENGTH, runWith } from './support.ts'

const END = LENGTH * SECOND

describe('the same settings, seed and commands', () => {
  it('give the same run in one go and in slices', { timeout: 30_000 }, () => {
    const slices = fc.array(fc.nat(END), { maxLength: 20 })
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, slices, (settings, seed, given, times) => {
        const whole = new KeysEngine({ seed, settings })
        runWith(whole, given, END)
        const sliced = new KeysEngine({ seed, settings })
        const stops = [...given, ...times.map((at) => ({ at, command: null }))].sort((a, b) => a.at - b.at)
        for (const { at, command } of stops) {
          sliced.advance(at)
          if (command !== null) sliced.apply(command)
        }
        sliced.advance(END)
        expect(footprint(sliced)).toEqual(footprint(whole))
      }),
      { numRuns: 20 },
    )
  })
})

describe('a saved run', () => {
  it('goes on as if it had never stopped, in itself and in another engine', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, fc.nat(END), (settings, seed, given, middle) => {
        const before = given.filter(({ at }) => at <= middle)
        const after = given.filter(({ at }) => at > middle)
        const engine = new KeysEngine({ seed, settings })
        runWith(engine, before, middle)
        const saved = engine.save()
        const atMiddle = footprint(engine)
        runWith(engine, after, END)
        const atEnd = footprint(engine)

        engine.restore(saved)
        expect(footprint(engine)).toEqual(atMiddle)
        runWith(engine, after, END)
        expect(footprint(engine)).toEqual(atEnd)

        // The engine that saved it has gone on twice since.
        const other = new KeysEngine({ seed, settings })
        other.restore(saved)
        runWith(other, after, END)
        expect(footprint(other)).toEqual(atEnd)
      }),
      { numRuns: 20 },
    )
  })
})
