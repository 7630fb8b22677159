import { TitleCard } from './pages/01-title.tsx'
import { PreviouslyOnEpisode7 } from './pages/02-previously.tsx'
import { TheJitterProblem } from './pages/03-jitter-problem.tsx'
import { JitterBuffer } from './pages/04-jitter-buffer.tsx'

/** The order of the slides, and nothing else. */
export const DECK = [
  <TitleCard key={1} />,
  <PreviouslyOnEpisode7 key={2} />,
  <TheJitterProblem key={3} />,
  <JitterBuffer key={4} />,
]
