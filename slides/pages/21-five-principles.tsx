import type { JSX } from 'react'
import { Principles } from '../../src/season/Principles.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 21: five principles, each with the lab that shows it. */
export function FivePrinciples(): JSX.Element {
  return (
    <Slide
      act="Act 4 · The season"
      title="Five Engineering Principles"
      seconds={60}
      notes={
        <>
          <p>
            Structures come and go; these five stay. For each, think of the episode where it hurt: the list
            that grew, the cache that forgot the wrong thing, the key that moved.
          </p>
          <p>
            <b>Press:</b> a link, if somebody doubts a principle: its lab opens beside the deck, at the moment
            that shows it.
          </p>
          <p>
            <b>Expect:</b> Ring or log at 20 seconds, with one stalled reader and three outcomes; three stores
            that die at 600; a reader that jumps in the log; 12 partitions that become 13; five policies
            against the same overload.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it takes the first principle from episodes 1 to 3 and then lists
            rings, which are episode 7. And a hash alone is no plan for more machines: modulo moves nearly
            every key.
          </p>
        </>
      }
    >
      <Principles base="../" />
    </Slide>
  )
}
