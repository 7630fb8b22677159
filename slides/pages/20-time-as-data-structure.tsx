import type { JSX } from 'react'
import verbs from 'code:../../src/season/one-stream.ts#six-verbs'
import { OneStream } from '../../src/season/OneStream.tsx'
import { Code } from '../Code.tsx'
import { Slide } from '../Slide.tsx'
import { useSlide } from '../slide-context.ts'

/** Slide 20: one stream through the six structures of the season. */
export function TimeAsDataStructure(): JSX.Element {
  const { active, entry } = useSlide()
  return (
    <Slide
      className="stream-slide"
      act="Act 4 · The season"
      title="The Big Picture — Time as a Data Structure"
      seconds={55}
      notes={
        <>
          <p>
            Commits, pages visited, cache entries, records in Kafka: all of them are things that happened, one
            after the other. Every structure of this season is an answer to one question: what do we do with
            them as time goes on?
          </p>
          <p>
            <b>Press:</b> nothing: twelve seconds, two events in each. Pause where you like; the buttons
            beside it go one event back or on.
          </p>
          <p>
            <b>Expect:</b> of 24 events the list, the states and the servers keep 24 each. The history keeps
            21, because somebody went back by three at the 13th. The LRU cache has 4, the ring 6.
          </p>
          <p>
            <b>Where the sketch breaks:</b> the drawn class could not run: it names itself where it does not
            exist yet, and asks a singly linked list for the link back. And time is not what is distributed:
            consistent hashing spreads keys.
          </p>
          <p>
            <b>To say if asked:</b> the sketch has an LRU of 1,000, a hundred places on the ring for each
            server, and a stream of 10,000. Ours has 4, 8 and 6, so that one can see them.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <p>
            Commits, pages, cache entries, records: <b>things that happened, in order.</b> Six verbs say what
            a system does with them.
          </p>
          <Code html={verbs} from="src/season/one-stream.ts" />
          <p>
            <b>Full squares</b> are still there, <b>empty ones</b> have been let go.
          </p>
          <p className="by-hand">“Distribute time”? Time can’t be. What goes to servers is keys.</p>
          <p className="small-print">
            The sketch’s sizes are 1,000 entries, 100 places a server and 10,000 slots; here 4, 8 and 6.
          </p>
        </div>
        <OneStream key={entry} live={active} tall />
      </div>
    </Slide>
  )
}
