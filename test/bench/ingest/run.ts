import type { Answer, Part, Run } from './contest.ts'

/** What a run came to. */
export interface Result extends Answer {
  readonly seconds: number
  /** Processor time; NaN where nobody tells. */
  readonly cpuSeconds: number
}

/** One part of a run, by the clock. */
export async function clocked(run: Run, part: Part, cpu: () => number = () => Number.NaN): Promise<Result> {
  const busyBefore = cpu()
  const start = performance.now()
  const answer = await run.play(part)
  const seconds = (performance.now() - start) / 1_000
  return { ...answer, seconds, cpuSeconds: cpu() - busyBefore }
}
