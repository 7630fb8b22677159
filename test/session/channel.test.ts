import { SessionClient } from '../../src/session/client.ts'
import { sessionContract } from './contract.ts'
import { PortWorker } from './support/port-worker.ts'
import { loadSimulation } from './support/simulations.ts'

const connect = (clock: () => number) => {
  const session = new SessionClient(new PortWorker(loadSimulation, clock))
  return { session, end: () => session.close() }
}

sessionContract('through a channel', connect)
