import type { AnySimulation } from '../engine/kernel/simulation.ts'

const simulations = import.meta.glob<AnySimulation>('../labs/*/scenario.ts', { import: 'simulation' })

/** Loads the model of a lab, each in a chunk of its own; null when there is no such lab. */
export const loadSimulation = async (lab: string): Promise<AnySimulation | null> =>
  (await simulations[`../labs/${lab}/scenario.ts`]?.()) ?? null
