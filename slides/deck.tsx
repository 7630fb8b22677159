import { TitleCard } from './pages/01-title.tsx'
import { PreviouslyOnEpisode7 } from './pages/02-previously.tsx'
import { TheJitterProblem } from './pages/03-jitter-problem.tsx'
import { JitterBuffer } from './pages/04-jitter-buffer.tsx'
import { AdaptiveBufferSizing } from './pages/05-adaptive-sizing.tsx'
import { TripleBufferingPipeline } from './pages/06-three-stages.tsx'
import { MediaStreamingSummary } from './pages/07-media-summary.tsx'
import { TheBigReveal } from './pages/08-big-reveal.tsx'
import { PartitionAsDistributedRing } from './pages/09-partition.tsx'
import { ConsumerGroups } from './pages/10-consumer-groups.tsx'
import { Retention } from './pages/11-retention.tsx'
import { WhyKafkaIsFast } from './pages/12-why-fast.tsx'
import { CompleteDistributedLog } from './pages/13-distributed-log.tsx'
import { KafkaSummary } from './pages/14-kafka-summary.tsx'
import { ConsumersCannotKeepUp } from './pages/15-consumers-cannot-keep-up.tsx'
import { StrategyMatrix } from './pages/16-strategy-matrix.tsx'
import { AdaptiveBackpressure } from './pages/17-adaptive-backpressure.tsx'
import { FailureModes } from './pages/18-failure-modes.tsx'
import { SeasonJourney } from './pages/19-season-journey.tsx'
import { TimeAsDataStructure } from './pages/20-time-as-data-structure.tsx'
import { FivePrinciples } from './pages/21-five-principles.tsx'
import { QuickReference } from './pages/22-quick-reference.tsx'
import { WhatYouHaveMastered } from './pages/23-mastered.tsx'
import { Season2Preview } from './pages/24-season-2.tsx'
import { ClosingMessage } from './pages/25-closing.tsx'

/** The order of the slides, and nothing else. */
export const DECK = [
  <TitleCard key={1} />,
  <PreviouslyOnEpisode7 key={2} />,
  <TheJitterProblem key={3} />,
  <JitterBuffer key={4} />,
  <AdaptiveBufferSizing key={5} />,
  <TripleBufferingPipeline key={6} />,
  <MediaStreamingSummary key={7} />,
  <TheBigReveal key={8} />,
  <PartitionAsDistributedRing key={9} />,
  <ConsumerGroups key={10} />,
  <Retention key={11} />,
  <WhyKafkaIsFast key={12} />,
  <CompleteDistributedLog key={13} />,
  <KafkaSummary key={14} />,
  <ConsumersCannotKeepUp key={15} />,
  <StrategyMatrix key={16} />,
  <AdaptiveBackpressure key={17} />,
  <FailureModes key={18} />,
  <SeasonJourney key={19} />,
  <TimeAsDataStructure key={20} />,
  <FivePrinciples key={21} />,
  <QuickReference key={22} />,
  <WhatYouHaveMastered key={23} />,
  <Season2Preview key={24} />,
  <ClosingMessage key={25} />,
]
