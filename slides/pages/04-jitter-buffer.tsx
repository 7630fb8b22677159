import type { JSX } from 'react'
import gate from 'code:../../src/engine/jitter/policies/whiteboard.ts#whiteboard-gate'
import queue from 'code:../../src/engine/jitter/frame-queue.ts#frame-queue'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 4: the buffer as one draws it, beside one that goes by timestamps. */
export function JitterBuffer(): JSX.Element {
  return (
    <Slide
      className="close-up"
      act="Act 1 · Media streaming and jitter buffers"
      title="Jitter Buffer — The Solution"
      seconds={50}
      notes={
        <>
          <p>
            Put a ring between network and screen. Packets fall in when they come; frames are taken out at
            every tick. The screen no longer sees the chaos.
          </p>
          <p>
            <b>Press:</b> Low, Medium, High. Then the right arrow: 100 ms of silence on a perfect line.
          </p>
          <p>
            <b>Expect:</b> on High, after 20 seconds, the whiteboard shows pictures nearly 300 ms old and some
            fifty of them in the wrong order; the fixed delay stays near 166 ms with none. In the silence, the
            whiteboard freezes for two ticks, and the one that asks for three frames only at the start does
            not freeze at all.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it asks for three frames at every request, so two are untouchable:
            the last two frames of any stream are never shown. Its 100 ms target is stored and never read. It
            knows no order, no duplicate and no deadline. Thirty slots are half a second at 60 frames a
            second, but a whole one at 30.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <p>
            A <b>jitter buffer</b> holds packets back a little, so that what comes out is even though what
            comes in is not.
          </p>
          <Code html={queue} from="src/engine/jitter/frame-queue.ts" />
          <Code html={gate} from="src/engine/jitter/policies/whiteboard.ts" />
          <ul>
            <li>30 slots: 500 ms at 60 frames a second, 1,000 ms at 30.</li>
            <li className="fragment">
              The gate is tested at every frame. Two frames are held back for ever, even when the line goes
              silent.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="jitter"
          states={[{ scenario: 'medium' }, { scenario: 'silence', at: 5.3 }]}
          poster={6}
        />
      </div>
    </Slide>
  )
}
