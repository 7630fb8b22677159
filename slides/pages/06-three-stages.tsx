import type { JSX } from 'react'
import sleep from 'code:../../src/engine/pipeline/whiteboard-player.ts#draw-and-sleep'
import refresh from 'code:../../src/engine/pipeline/vsync-player.ts#draw-for-the-refresh'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 6: three stages with a ring each; and what triple buffering really names. */
export function TripleBufferingPipeline(): JSX.Element {
  return (
    <Slide
      className="dense"
      act="Act 1 · Media streaming and jitter buffers"
      title="Triple Buffering Pipeline"
      seconds={55}
      notes={
        <>
          <p>
            From the network to your eyes there are three workers: one receives packets, one decodes them, one
            draws the frames. Each goes at its own pace, so each hands over through a ring: 100 packets, 30
            decoded frames, 3 pictures ready for the screen.
          </p>
          <p>
            <b>Press:</b> nothing; watch the decode ring of the sketch fill up. Then the right arrow: what
            triple buffering names, one, two and three buffers behind one screen. “Stop waiting for vsync”
            makes all of them tear.
          </p>
          <p>
            <b>Expect:</b> 46.2 frames a second in the sketch, 60 below it. Its decode ring is full after 2.2
            seconds; pictures are then half a second old, below a tenth. With drawing at 18 ms: one buffer
            55.6 a second and every refresh torn, two buffers 30, three 55.6 and none torn.
          </p>
          <p>
            <b>Where the sketch breaks, four times:</b> the third ring is made and never used. The loop sleeps
            1/60 s after drawing: 56.6 frames a second at 1 ms of drawing, 50.8 at 3, 46.2 at 5, 40.5 at 8.
            Nobody says what a full ring does. And three stages are not triple buffering: that means three
            picture buffers, front, middle and back.
          </p>
          <p>
            <b>To say if asked:</b> the sketch names YouTube, Netflix, Zoom and Twitch. No public source has
            these ring sizes for any of them; take 100, 30 and 3 as an illustration.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table ring-table">
            <caption>
              One worker and one ring a stage, 1080p at 60 fps. The sizes are an illustration; the sketch
              names YouTube, Netflix, Zoom and Twitch.
            </caption>
            <tbody>
              <tr>
                <th scope="row">network</th>
                <td>100 packets</td>
                <td>1.7 s</td>
                <td>1.0 MB</td>
              </tr>
              <tr>
                <th scope="row">decode</th>
                <td>30 frames</td>
                <td>0.5 s</td>
                <td>93 MB</td>
              </tr>
              <tr>
                <th scope="row">render</th>
                <td>3 pictures</td>
                <td>0.05 s</td>
                <td>25 MB</td>
              </tr>
            </tbody>
          </table>
          <p className="by-hand">Draw, sleep 16.67 ms, again: the drawing comes on top.</p>
          <Code html={sleep} from="src/engine/pipeline/whiteboard-player.ts" />
          <Code html={refresh} from="src/engine/pipeline/vsync-player.ts" />
          <ul>
            <li className="fragment">
              <b>Triple buffering</b> is the last stage alone: one picture shown, one ready, one drawn.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="pipeline"
          states={[{ scenario: 'drift' }, { scenario: 'swap', view: 0.5 }]}
          poster={3.3}
          speed={0.5}
        />
      </div>
    </Slide>
  )
}
