import type { AnySimulation } from '../../../src/engine/kernel/simulation.ts'
import { simulation as ancestors } from '../../../src/labs/ancestors/scenario.ts'
import { simulation as cache } from '../../../src/labs/cache/scenario.ts'
import { simulation as cascade } from '../../../src/labs/cascade/scenario.ts'
import { simulation as commits } from '../../../src/labs/commits/scenario.ts'
import { simulation as deaths } from '../../../src/labs/deaths/scenario.ts'
import { simulation as film } from '../../../src/labs/film/scenario.ts'
import { simulation as groups } from '../../../src/labs/groups/scenario.ts'
import { simulation as history } from '../../../src/labs/history/scenario.ts'
import { simulation as hashing } from '../../../src/labs/hashing/scenario.ts'
import { simulation as jitter } from '../../../src/labs/jitter/scenario.ts'
import { simulation as keys } from '../../../src/labs/keys/scenario.ts'
import { simulation as log } from '../../../src/labs/log/scenario.ts'
import { simulation as matrix } from '../../../src/labs/matrix/scenario.ts'
import { simulation as pipeline } from '../../../src/labs/pipeline/scenario.ts'
import { simulation as pressure } from '../../../src/labs/pressure/scenario.ts'
import { simulation as replication } from '../../../src/labs/replication/scenario.ts'
import { simulation as reveal } from '../../../src/labs/reveal/scenario.ts'
import { simulation as ring } from '../../../src/labs/ring/scenario.ts'
import { simulation as trending } from '../../../src/labs/trending/scenario.ts'
import { simulation as undo } from '../../../src/labs/undo/scenario.ts'
import { simulation as warning } from '../../../src/labs/warning/scenario.ts'

const SIMULATIONS = new Map<string, AnySimulation>(
  Object.entries({
    ancestors,
    cache,
    cascade,
    commits,
    deaths,
    film,
    groups,
    history,
    hashing,
    jitter,
    keys,
    log,
    matrix,
    pipeline,
    pressure,
    replication,
    reveal,
    ring,
    trending,
    undo,
    warning,
  }),
)

/** The real labs, as the worker finds them. */
export const loadSimulation = async (lab: string): Promise<AnySimulation | null> =>
  SIMULATIONS.get(lab) ?? null
