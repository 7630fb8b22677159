import { CORRECTIONS } from './inventory/corrections.ts'
import { FRAME, MOMENTS, WORDS } from './inventory/frame.ts'
import { MORE_CORRECTIONS } from './inventory/more-corrections.ts'
import type { Row } from './inventory/row.ts'
import { ANIMATIONS, SLIDES } from './inventory/slides.ts'

interface CoverageGroup {
  readonly id: string
  readonly title: string
  readonly rows: readonly Row[]
}

/**
 * Where everything of the episode lives in the product. Its rows are the project's inventory of the storyboard for
 * episode 8 (what it is to show, to move, to name), and the corrections that came of checking it; the words are ours.
 */
export const COVERAGE: readonly CoverageGroup[] = [
  { id: 'frame', title: 'The episode', rows: FRAME },
  { id: 'slides', title: 'Slides', rows: SLIDES },
  { id: 'animations', title: 'What moves, and what one can do', rows: ANIMATIONS },
  { id: 'words', title: 'Terms, connections, systems, numbers', rows: WORDS },
  { id: 'moments', title: 'Key moments', rows: MOMENTS },
  {
    id: 'corrections',
    title: 'Where the sketch is not the real thing',
    rows: [...CORRECTIONS, ...MORE_CORRECTIONS],
  },
]
