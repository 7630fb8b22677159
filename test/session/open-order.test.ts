import { expect, it } from 'vitest'
import { Host } from '../../src/session/host.ts'
import { loadSimulation } from './support/simulations.ts'

it('of two runs asked for in a row the second is open in the end, though its model was loaded first', async () => {
  let loads = 0
  const host = new Host(
    async (lab) => {
      const isFirst = loads++ === 0
      const simulation = await loadSimulation(lab)
      if (isFirst) await new Promise((later) => setTimeout(later, 20))
      return simulation
    },
    () => 0,
  )
  const open = (scenario: string) =>
    host.open({ lab: 'ring', spec: { scenario, seed: 1, params: {}, attachment: null }, log: null })
  await Promise.all([open('calm'), open('too-fast')])
  expect(JSON.parse(host.exportRun())).toMatchObject({ scenario: 'too-fast' })
})
