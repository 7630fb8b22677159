import { TitleCard } from './pages/01-title.tsx'
import { PreviouslyOnEpisode7 } from './pages/02-previously.tsx'
import { TheJitterProblem } from './pages/03-jitter-problem.tsx'
import { JitterBuffer } from './pages/04-jitter-buffer.tsx'
import { AdaptiveBufferSizing } from './pages/05-adaptive-sizing.tsx'
import { TripleBufferingPipeline } from './pages/06-three-stages.tsx'
import { MediaStreamingSummary } from './pages/07-media-summary.tsx'

/** The order of the slides, and nothing else. */
export const DECK = [
  <TitleCard key={1} />,
  <PreviouslyOnEpisode7 key={2} />,
  <TheJitterProblem key={3} />,
  <JitterBuffer key={4} />,
  <AdaptiveBufferSizing key={5} />,
  <TripleBufferingPipeline key={6} />,
  <MediaStreamingSummary key={7} />,
]
