import { expect, it } from 'vitest'
import { LABS } from '../../src/labs/registry.ts'
import { FOUND_LABS } from './support/found-labs.ts'
import { loopOverLabs } from './support/lab-loop.ts'

it('finds labs, and the registry finds the same', () => {
  expect(FOUND_LABS.length).toBeGreaterThan(0)
  expect(LABS.map(({ id }) => id).sort()).toEqual(FOUND_LABS.map(({ folder }) => folder).sort())
})

loopOverLabs(0)
