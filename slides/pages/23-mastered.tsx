import type { JSX } from 'react'
import { Badges } from '../../src/season/Badges.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 23: what one can do now; badges light for what was really done. */
export function WhatYouHaveMastered(): JSX.Element {
  return (
    <Slide
      className="badge-slide"
      act="Act 4 · The season"
      title="What You’ve Mastered"
      seconds={40}
      notes={
        <>
          <p>
            Seven things that you can do now and could not do eight weeks ago. A badge is not given for
            watching: it lights when the steps behind it were done in this browser.
          </p>
          <p>
            <b>Press:</b> the link below a badge: it leads to the lab in which it is earned. On a fresh
            browser all are dark, which is honest.
          </p>
          <p>
            <b>Expect:</b> four badges have steps of labs behind them. Three are questions that no lab can
            mark yet; those you answer for yourself.
          </p>
          <p>
            <b>To say if asked:</b> what was done stays on this device. Nobody is told.
          </p>
        </>
      }
    >
      <Badges base="../" />
      <p className="closing-line">
        Interviews ask for structures. Systems ask for <b>the right one, and for what it gives up.</b>
      </p>
    </Slide>
  )
}
