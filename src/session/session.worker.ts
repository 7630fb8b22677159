import type { AnySimulation } from '../engine/kernel/simulation.ts'
import { serveSession } from './serve.ts'

const simulations = import.meta.glob<AnySimulation>('../labs/*/scenario.ts', { import: 'simulation' })

serveSession(
  self,
  async (lab) => (await simulations[`../labs/${lab}/scenario.ts`]?.()) ?? null,
  () => performance.now(),
)
