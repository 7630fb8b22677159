import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { JITTER_SCENARIOS } from '../../../src/labs/jitter/scenarios.ts'
import { engineOf } from '../../support/jitter.ts'
import { readableTrace } from '../../support/readable-trace.ts'

const pinned = JITTER_SCENARIOS.filter(({ main, id }) => main || id === 'slide3')

// These files pin what the engine does, so that a change of behaviour is seen and meant. They are no source of truth:
// the numbers that have one are tested beside it.
describe('the first three seconds', () => {
  it.each(pinned.map(({ id, seed }) => [id, seed] as const))('of %s, seed %i', async (id, seed) => {
    const trace = readableTrace(engineOf(id), `${id}, seed ${seed}, the first three seconds`, 3 * SECOND)
    await expect(trace).toMatchFileSnapshot(`golden/${id}.trace.txt`)
  })

  it('around the silence', async () => {
    const engine = engineOf('silence')
    engine.advance(4.9 * SECOND)
    const trace = readableTrace(engine, 'silence, from 4.9 s to 5.5 s', 5.5 * SECOND)
    await expect(trace).toMatchFileSnapshot('golden/silence.trace.txt')
  })
})
