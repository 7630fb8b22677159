import type { JSX } from 'react'
import { ReferenceTable } from '../../src/season/ReferenceTable.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 22: the season on one card. */
export function QuickReference(): JSX.Element {
  return (
    <Slide
      className="reference-slide"
      act="Act 4 · The season"
      title="Season 1 Quick Reference Card"
      seconds={45}
      notes={
        <>
          <p>
            This is the card to take along: eight lines, one for each episode, and the theme below them. Cover
            a column and see whether you can fill it in.
          </p>
          <p>
            <b>Press:</b> “Quick reference (PDF)”: one page with this table and what production really uses,
            and on its back the terms of this episode. It is in the browser already and needs no network.
          </p>
          <p>
            <b>Where the sketch breaks:</b> its sixth line says “Cluster”, as in Redis Cluster, which does not
            use consistent hashing. Its eighth says that a distributed log scales rings; a log does not wrap.
          </p>
          <p>
            <b>To say if asked:</b> the last column is ours. LeetCode has no problem on consistent hashing;
            number 706 is the hash map that it improves on.
          </p>
        </>
      }
    >
      <ReferenceTable base="../" />
    </Slide>
  )
}
