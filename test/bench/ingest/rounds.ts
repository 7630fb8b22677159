import { at } from '../../../src/shared/assert.ts'
import type { Part } from './contest.ts'
import { calibrate, type Calibration } from './calibrate.ts'
import type { Result } from './run.ts'

/** Where contestants run: each apart from the others, one at a time. */
export interface Arena {
  readonly name: string
  run(name: string, part: Part): Promise<Result>
  close(): Promise<void>
}

export interface Round {
  readonly part: Part
  readonly calibration: Calibration
  readonly results: ReadonlyMap<string, Result>
}

/** All contestants take each part in turn, in each another one begins; the first part is to warm up, and not told. */
export async function playRounds(
  arena: Arena,
  names: readonly string[],
  parts: readonly Part[],
): Promise<Round[]> {
  const rounds: Round[] = []
  for (const [i, part] of parts.entries()) {
    const calibration = calibrate()
    const results = new Map<string, Result>()
    for (let k = 0; k < names.length; k++) {
      const name = at(names, (i + k) % names.length)
      results.set(name, await arena.run(name, part))
    }
    rounds.push({ part, calibration, results })
  }
  return rounds.slice(1)
}
