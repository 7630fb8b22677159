import { expect, it } from 'vitest'
import { LABS } from '../../src/labs/registry.ts'
import { FOUND_LABS } from './support/found-labs.ts'
import { loopOverLabs } from './support/lab-loop.ts'

it('finds labs, and the registry finds the same', () => {
  expect(FOUND_LABS.length).toBeGreaterThan(0)
  expect(LABS.map(({ id }) => id).sort()).toEqual(FOUND_LABS.map(({ folder }) => folder).sort())
})

it.each(FOUND_LABS)('the card of $folder says what is in it', ({ lab }) => {
  const takes = lab.files === null ? '' : ` · takes ${lab.files.noun}`
  expect(lab.foot).toBe(`${lab.scenarios.length} scenarios${takes}`)
})

loopOverLabs(0)
