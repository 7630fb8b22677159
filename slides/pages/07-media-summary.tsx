import type { JSX } from 'react'
import full from 'code:../../src/engine/pipeline/stage-ring.ts#when-it-is-full'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 7: the way from the network to the screen in four techniques. */
export function MediaStreamingSummary(): JSX.Element {
  return (
    <Slide
      act="Act 1 · Media streaming and jitter buffers"
      title="Media Streaming Summary"
      seconds={35}
      notes={
        <>
          <p>
            That is the whole way from the network to the screen. Four techniques, and one pattern behind
            them: a ring wherever two stages go at different paces.
          </p>
          <p>
            <b>Press:</b> nothing: the decoder manages 40 of 60 frames. Then the right arrow: a key frame is
            lost. “Lose a frame” does it again, at any time.
          </p>
          <p>
            <b>Expect:</b> after five seconds the sketch is 1.7 seconds behind and its network ring overflows;
            production stays at about 300 ms, has skipped 76 frames, and the network never waits. With the key
            frame lost, both freeze for a second: 59 frames that came are of no use.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it lists frame dropping, and has no line of code for it. A ring
            that overwrites drops as well, but blindly: one lost packet costs every frame up to the next key
            frame. Three rings in series are three delays, so report the time in each.
          </p>
          <p>
            <b>On to:</b> all of this was on one machine, for half a second. What if a ring had to last for a
            week, on a hundred machines?
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <ol className="techniques">
            <li>
              <b>Jitter buffer.</b> A short wait takes up the network’s uneven timing.
            </li>
            <li>
              <b>Adaptive sizing.</b> The wait follows the line.
            </li>
            <li>
              <b>Three stages, three buffers.</b> Network, decoder and renderer go at their own pace.
            </li>
            <li>
              <b>Frame dropping.</b> What is late is skipped, and counted, to stay with the present.
            </li>
          </ol>
          <p>
            <b>The pattern:</b> a ring at every stage, each with its own size and its own answer to being
            full.
          </p>
          <Code html={full} from="src/engine/pipeline/stage-ring.ts" />
          <p className="by-hand">A ring that overwrites drops blindly. A player drops what is late.</p>
          <ul>
            <li className="fragment">
              One key frame lost, and the 59 after it can’t be decoded: a second of freeze.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="pipeline"
          states={[
            { scenario: 'slow-decoder', view: 1 },
            { scenario: 'key-lost', at: 4.5, view: 2 },
          ]}
          poster={5.2}
          speed={1}
        />
      </div>
    </Slide>
  )
}
