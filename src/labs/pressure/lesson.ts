import type { PressureLesson } from './lesson-parts.ts'
import { POLICY_LESSONS } from './lesson-policies.ts'
import { WAIT_LESSONS } from './lesson-waits.ts'

const LESSONS: Readonly<Record<string, PressureLesson>> = { ...POLICY_LESSONS, ...WAIT_LESSONS }

/** What a scenario asks of a student: nothing, where it has no lesson. */
export const pressureLesson = (scenario: string): PressureLesson =>
  LESSONS[scenario] ?? { steps: [], prediction: null }
