import type { Outcome } from '../shared/outcome.ts'

/** What can be measured, each by itself. */
export const TASKS = ['batching', 'writing', 'reading', 'handing'] as const
export type Task = (typeof TASKS)[number]

/** One way of doing something, measured over several runs. */
export interface Series {
  readonly id: string
  readonly label: string
  readonly unit: string
  /** One a run. */
  readonly values: readonly number[]
}

/** Told after each run: how many of how many. */
export type Told = (done: number, of: number) => void

/** What the page can have measured, one thing at a time; refused where the browser lacks what it takes, in words. */
export interface SpeedApi {
  measure(task: Task, told: Told): Promise<Outcome<readonly Series[]>>
}
