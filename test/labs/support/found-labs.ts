import type { AnySimulation } from '../../../src/engine/kernel/simulation.ts'
import type { Action, AnyLab } from '../../../src/stage/define-lab.ts'

export type Solutions = Readonly<Record<string, readonly Action[]>>

/** A lab as its folder has it. */
export interface FoundLab {
  readonly folder: string
  readonly lab: AnyLab
  readonly simulation: AnySimulation
  readonly solutions: Solutions
}

const labs = import.meta.glob<AnyLab>('../../../src/labs/*/lab.ts', { eager: true, import: 'lab' })
const simulations = import.meta.glob<AnySimulation>('../../../src/labs/*/scenario.ts', {
  eager: true,
  import: 'simulation',
})
const solutions = import.meta.glob<Solutions>('../../../src/labs/*/solution.ts', {
  eager: true,
  import: 'solutions',
})

const folderOf = (path: string): string => /labs\/([^/]+)\//.exec(path)?.[1] ?? path

const need = <T>(modules: Readonly<Record<string, T>>, folder: string, file: string): T => {
  const found = modules[`../../../src/labs/${folder}/${file}`]
  if (found === undefined) throw new Error(`src/labs/${folder} has no ${file}`)
  return found
}

/** Every lab on the disk: one folder each. */
export const FOUND_LABS: readonly FoundLab[] = Object.entries(labs).map(([path, lab]) => {
  const folder = folderOf(path)
  return {
    folder,
    lab,
    simulation: need(simulations, folder, 'scenario.ts'),
    solutions: need(solutions, folder, 'solution.ts'),
  }
})

export const LAB_DEFINITIONS: readonly AnyLab[] = FOUND_LABS.map(({ lab }) => lab)
