import { Suspense, type JSX } from 'react'
import { Boundary } from '../stage/Boundary.tsx'
import { lazyView } from '../stage/define-lab.ts'
import type { LabMoment } from './data/episodes.ts'

const EpisodeLab = lazyView(async () => (await import('./EpisodeLab.tsx')).EpisodeLab)

/** An episode's lab, its code loaded when it is first drawn. Each lab has a stage of its own. */
export const LazyEpisodeLab = ({
  lab,
  base,
}: {
  readonly lab: LabMoment
  readonly base: string
}): JSX.Element => (
  <Boundary key={lab.id} failure="The lab could not be loaded." onRetry={() => EpisodeLab.retry()}>
    <Suspense fallback={<p className="muted">Loading…</p>}>
      <EpisodeLab moment={lab} base={base} />
    </Suspense>
  </Boundary>
)
