import { Host } from '../../src/session/host.ts'
import { sessionContract } from './contract.ts'
import { sessionOf } from './support/host-session.ts'
import { loadSimulation } from './support/simulations.ts'

const connect = (clock: () => number) => ({
  session: sessionOf(new Host(loadSimulation, clock)),
  end: (): void => {},
})

sessionContract('in process', connect)
