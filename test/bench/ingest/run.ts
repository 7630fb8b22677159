import type { Answer, Contestant, Input } from './contest.ts'

/** What a run came to. */
export interface Result extends Answer {
  readonly seconds: number
}

/** One run from begin to end; the clock sees the events only. */
export async function runOnce(contestant: Contestant, input: Input): Promise<Result> {
  const run = await contestant.begin(input)
  const start = performance.now()
  const answer = await run.play()
  const seconds = (performance.now() - start) / 1_000
  await run.end?.()
  return { ...answer, seconds }
}
