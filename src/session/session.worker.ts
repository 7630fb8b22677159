import { loadSimulation } from './load-simulation.ts'
import { serveSession } from './serve.ts'

serveSession(self, loadSimulation, () => performance.now())
