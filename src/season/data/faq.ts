import { FINALE } from './faq/finale.ts'
import { KAFKA } from './faq/kafka.ts'
import { MEDIA } from './faq/media.ts'
import { PRESSURE } from './faq/pressure.ts'
import type { Question } from './faq/question.ts'
import { TRENDING } from './faq/trending.ts'

interface QuestionGroup {
  readonly id: string
  readonly title: string
  readonly questions: readonly Question[]
}

/** What is asked of the episode, act by act. Its source promises them with act 2 (erratum X46) and has none. */
export const FAQ: readonly QuestionGroup[] = [
  { id: 'media', title: 'Act 1: media and jitter', questions: MEDIA },
  { id: 'kafka', title: 'Act 2: Kafka', questions: KAFKA },
  { id: 'pressure', title: 'Act 3: backpressure', questions: PRESSURE },
  { id: 'finale', title: 'Act 4: the season', questions: FINALE },
  { id: 'trending', title: 'The trending board', questions: TRENDING },
]

export const QUESTIONS: readonly Question[] = FAQ.flatMap(({ questions }) => questions)

/** The address of a question's answer, without the `#/` before it. */
export const questionRoute = (id: string): string => `faq?q=${id}`
