import type { JSX } from 'react'
import ring from 'code:../../src/engine/kernel/ring-buffer.ts#ring-buffer'
import adaptive from 'code:../../src/engine/flow/policies/adaptive-whiteboard.ts#two-thresholds'
import hysteresis from 'code:../../src/engine/flow/policies/adaptive-hysteresis.ts#enter-and-leave'
import verbs from 'code:../../src/season/one-stream.ts#six-verbs'
import { Calls } from '../../src/season/Calls.tsx'
import { CHALLENGE, STATISTICS } from '../../src/season/data/closing.ts'
import { Slide } from '../Slide.tsx'

/** What ran on the slides before, again and again. */
const WALL = [
  ring,
  verbs,
  hysteresis,
  adaptive,
  ring,
  verbs,
  adaptive,
  hysteresis,
  ring,
  verbs,
  hysteresis,
  adaptive,
  ring,
  verbs,
].join('')

/** Slide 25: last words before a wall of the season's code, and where to go from here. */
export function ClosingMessage(): JSX.Element {
  return (
    <Slide
      className="closing-slide"
      act="Act 4 · The season"
      title="Closing Message"
      seconds={50}
      notes={
        <>
          <p>
            A structure is a promise about what will be cheap, and about what will be lost. Somebody chose one
            for every system that you use. From now on that somebody may be you.
          </p>
          <p>
            <b>Press:</b> nothing, or one of the four links. Leave the slide up while people ask.
          </p>
          <p>
            <b>To say if asked:</b> the challenge has no model answer. A good one says for each of its parts
            what it keeps, what it throws away, and what happens when a server dies. The season is eight
            episodes and, by its own count, about 120 minutes; this one takes 19:15, so that the other seven
            average 14:24.
          </p>
          <p>
            <b>Goodbye:</b> thank you for watching. See you in the forest.
          </p>
        </>
      }
    >
      <div className="code-wall" aria-hidden="true" dangerouslySetInnerHTML={{ __html: WALL }} />
      <div className="closing-columns">
        <div className="last-words">
          <p>No structure is abstract. Each holds up something that you used today.</p>
          <p>
            Git, your browser, its caches, Kafka: somebody decided <b>what to keep and what to let go.</b>
          </p>
          <p className="by-hand">Now you see it. Now it is your turn.</p>
          <p className="goodbye">Thank you for watching. See you in the forest.</p>
        </div>
        <div className="from-here">
          <h3>From here</h3>
          <Calls base="../" />
          <h3>The season challenge</h3>
          <p>{CHALLENGE.task}</p>
          <p className="small-print">{STATISTICS.map(({ value, what }) => `${value} ${what}`).join(' · ')}</p>
        </div>
      </div>
    </Slide>
  )
}
