import type { JSX } from 'react'
import drawn from 'code:../../src/engine/flow/policies/adaptive-whiteboard.ts#two-thresholds'
import hysteresis from 'code:../../src/engine/flow/policies/adaptive-hysteresis.ts#enter-and-leave'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 17: a strategy chosen by how full the queue is, with and without hysteresis. */
export function AdaptiveBackpressure(): JSX.Element {
  return (
    <Slide
      className="close-up"
      act="Act 3 · Backpressure"
      title="Adaptive Backpressure"
      seconds={50}
      notes={
        <>
          <p>
            Let the queue choose. Below 80 % take everything, above it keep one in two, above 95 % make room
            by dropping the oldest. Beside it the same three strategies, each left only well below where it
            was entered, and a controller without thresholds.
          </p>
          <p>
            <b>Press:</b> nothing: after four seconds the queues are at 80 %. Point at the strips of
            strategies. Then the right arrow, twice: the end of the run, and twice as many messages.
          </p>
          <p>
            <b>Expect:</b> after 30 seconds the drawn rule has switched 52,996 times, 1,767 times a second;
            with hysteresis 32 times, 1.1 a second; the controller once. Lost: 17.5 %, 17.8 % and 18.5 %. With
            20,000 in, keeping one in two still leaves 10,000 for 8,000: the queue climbs to 95 % and stands
            there, at most 9,501 of 10,000 places used.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it asks anew for each message, so at a threshold each message may
            change the strategy. One in two is too little kept at 10,000 in, where four in five could be, and
            too much at 20,000. Above 95 % it drops an old message while 500 places are free, and counts none
            of them. And it can never block: payments and audit logs would be lost by it.
          </p>
          <p>
            <b>To say if asked:</b> no policy loses less than what does not fit, a fifth here in the long run;
            that the lab loses a little less is what its queues still hold. With a capacity of 1 to 5 no fill
            lies between the thresholds, so it never samples at all. A full queue of 8,000 at 8,000 a second
            is a wait of one second.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table text-table">
            <caption>By how full the queue is</caption>
            <tbody>
              <tr>
                <th scope="row">up to 0.80</th>
                <td>normal: take it</td>
              </tr>
              <tr>
                <th scope="row">above 0.80</th>
                <td>warning: keep one in two</td>
              </tr>
              <tr>
                <th scope="row">above 0.95</th>
                <td>critical: drop the oldest, take it</td>
              </tr>
            </tbody>
          </table>
          <p className="by-hand">As drawn: asked anew for each message.</p>
          <Code html={drawn} from="src/engine/flow/policies/adaptive-whiteboard.ts" />
          <p>
            <b>With hysteresis</b> each is left at 0.60 and at 0.85:
          </p>
          <Code html={hysteresis} from="src/engine/flow/policies/adaptive-hysteresis.ts" />
          <ul>
            <li className="fragment">
              <b>1,767 switches a second</b> against 1.1, for the same loss.
            </li>
            <li className="fragment">
              <b>Twice the load:</b> half is still too much, and 5 % of the queue stays empty.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="pressure"
          states={[
            { scenario: 'adaptive' },
            { scenario: 'adaptive', at: 30 },
            { scenario: 'adaptive', params: { rate: 20_000 }, at: 10 },
          ]}
          poster={8}
          speed={2}
          hide={['scenarios']}
        />
      </div>
    </Slide>
  )
}
