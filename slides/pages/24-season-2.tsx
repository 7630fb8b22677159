import type { JSX } from 'react'
import { Forest } from '../../src/season/Forest.tsx'
import { Slide } from '../Slide.tsx'
import { useSlide } from '../slide-context.ts'

/** Slide 24: season 2, in seven small running pictures. */
export function Season2Preview(): JSX.Element {
  const { active, entry } = useSlide()
  return (
    <Slide
      className="forest-slide"
      act="Act 4 · The season"
      title="Season 2 Preview — The Invisible Forest"
      seconds={45}
      notes={
        <>
          <p>
            This season was a line: one thing after another. Most data is not. It branches, and it connects.
            Next season we look for the trees, and for the forest.
          </p>
          <p>
            <b>Press:</b> nothing: each picture runs its structure once, step by step. Press one for its next
            step.
          </p>
          <p>
            <b>Expect:</b> four comparisons find one of fifteen keys; the task that ran least runs next; a
            full page splits; what is typed is a path; two steps reach more people than one thinks.
          </p>
          <p>
            <b>Where the sketch breaks:</b> databases have B⁺-trees and LSM trees, not binary search trees.
            Linux left its old scheduler for EEVDF in 6.6 and kept a red-black tree, with more in each node.
            And a Bloom filter that drops duplicates drops some real events too: look at its last step.
          </p>
        </>
      }
    >
      <Forest key={entry} live={active} />
      <p className="closing-line">
        Time was one line. <b>Trees branch, graphs connect:</b> see you in the forest.
      </p>
    </Slide>
  )
}
