import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { simulation } from '../../src/labs/trending/scenario.ts'

const word = fc.integer({ min: 0, max: 0xffff_ffff })

it('a command of the trending lab survives a link', () => {
  const any = fc.oneof(
    fc.record({ kind: fc.constantFrom('viral', 'bots'), on: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('release', 'flight', 'film') }),
    fc.record({ kind: fc.constant('crash'), collector: fc.nat(4) }),
    fc.record({ kind: fc.constant('outage'), region: fc.nat(4) }),
    fc.record({ kind: fc.constant('delay'), idHigh: word, idLow: word, delayMs: fc.nat(900_000) }),
  )
  fc.assert(
    fc.property(any, (command) => {
      const token = simulation.printCommand(command)
      expect(token).toMatch(/^[\w.-]+$/)
      expect(simulation.parseCommand(token)).toEqual({ ok: true, value: command })
      expect(simulation.readCommand(command)).toEqual({ ok: true, value: command })
    }),
  )
})

it.each([
  '',
  'viral',
  'viral.maybe',
  'crash.9',
  'crash.1.2',
  'outage.',
  'film.1',
  'delay.1.2',
  'delay.-1.2.3',
  'x',
])('the token "%s" is refused', (token) => {
  expect(simulation.parseCommand(token).ok).toBe(false)
})
