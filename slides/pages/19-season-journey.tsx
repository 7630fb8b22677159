import type { JSX } from 'react'
import { EpisodePanel } from '../../src/season/EpisodePanel.tsx'
import { Journey } from '../../src/season/Journey.tsx'
import { isUpTo, useEchoed, type EchoValue } from '../../src/ui/echo.ts'
import { Slide } from '../Slide.tsx'
import { useSlide } from '../slide-context.ts'

const PANEL = 'slide-episode'
const LAST = 8
const isEpisode = (value: EchoValue): value is number => isUpTo(LAST)(value) && value > 0

/** Slide 19: eight episodes on one time line, what joins them, and what they are all about. */
export function SeasonJourney(): JSX.Element {
  const { entry } = useSlide()
  return (
    <Slide
      className="journey-slide"
      act="Act 4 · The season"
      title="Season 1 — The Complete Journey"
      seconds={60}
      notes={
        <>
          <p>
            Eight episodes, eight structures, each found in a system that you use. Read them from left to
            right: how is history stored, where do two of them meet, how does one go both ways, and so on to a
            planet full of logs.
          </p>
          <p>
            <b>Press:</b> the right arrow, twice: lines lead from each episode to what it has become in the
            last one, then the six verbs. Press an episode that somebody asks about; “Run it here” opens its
            lab over the slide.
          </p>
          <p>
            <b>Expect:</b> the same two questions of each: what does it keep, what does it throw away? That is
            the thread of the season.
          </p>
          <p>
            <b>Where the sketch breaks:</b> Git’s history is a graph, not a list. A browser keeps a list and
            an index. Redis samples instead of keeping the order of use, and Redis Cluster has fixed slots,
            not consistent hashing. Each episode’s card says so under “In production”.
          </p>
          <p>
            <b>To say if asked:</b> the problems on LeetCode are our choice; the season names none.
          </p>
        </>
      }
    >
      <p className="journey-legend">
        <span>Eight questions.</span> <span className="fragment">All of them come back in the eighth.</span>{' '}
        <span className="fragment">Six verbs, one theme.</span>
      </p>
      <JourneyParts key={entry} />
    </Slide>
  )
}

/** Told anew each time the slide is entered. */
function JourneyParts(): JSX.Element {
  const { fragment, whole } = useSlide()
  const [chosen, setChosen] = useEchoed('journey.chosen', LAST, isEpisode)
  const told = whole || fragment >= 2 ? 'theme' : fragment === 1 ? 'lines' : 'episodes'
  return (
    <>
      <Journey told={told} chosen={chosen} onChoose={setChosen} panel={PANEL} />
      <div data-own-keys>
        <EpisodePanel id={PANEL} number={chosen} base="../" labs="button" />
      </div>
    </>
  )
}
