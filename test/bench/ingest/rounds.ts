import { at } from '../../../src/shared/assert.ts'
import { calibrate, type Calibration } from './calibrate.ts'
import type { Result } from './run.ts'

/** Where contestants run: each apart from the others, one at a time. */
export interface Arena {
  readonly name: string
  run(name: string): Promise<Result>
  close(): Promise<void>
}

export interface Round {
  readonly calibration: Calibration
  readonly results: ReadonlyMap<string, Result>
}

/** A round of all contestants to warm up, then `runs` rounds, in each another one begins. */
export async function playRounds(arena: Arena, names: readonly string[], runs: number): Promise<Round[]> {
  const rounds: Round[] = []
  for (let round = 0; round <= runs; round++) {
    const calibration = calibrate()
    const results = new Map<string, Result>()
    for (let i = 0; i < names.length; i++) {
      const name = at(names, (round + i) % names.length)
      results.set(name, await arena.run(name))
    }
    if (round > 0) rounds.push({ calibration, results })
  }
  return rounds
}
