import type { Answer, Contestant, Input } from './contest.ts'

/** What a run came to. */
export interface Result extends Answer {
  readonly seconds: number
  /** Processor time; NaN where nobody tells. */
  readonly cpuSeconds: number
}

/** One run from begin to end; the clock sees the events only. */
export async function runOnce(
  contestant: Contestant,
  input: Input,
  cpu: () => number = () => Number.NaN,
): Promise<Result> {
  const run = await contestant.begin(input)
  const busyBefore = cpu()
  const start = performance.now()
  const answer = await run.play()
  const seconds = (performance.now() - start) / 1_000
  const cpuSeconds = cpu() - busyBefore
  await run.end?.()
  return { ...answer, seconds, cpuSeconds }
}
