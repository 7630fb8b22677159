import type { JSX } from 'react'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 18: four ways to fail, four things to watch, and when to ring. */
export function FailureModes(): JSX.Element {
  return (
    <Slide
      act="Act 3 · Backpressure"
      title="Failure Modes to Monitor"
      seconds={45}
      notes={
        <>
          <p>
            Four ways in which pressure hurts, and four numbers that show it. The hard part is not the number
            but the moment: early enough to do something, and not each time a burst passes.
          </p>
          <p>
            <b>Press:</b> nothing: ten minutes pass in twelve seconds, and at 120 s the consumer slows down.
            Then the right arrow, twice: the same run with an earlier page, and a consumer that falls behind
            for good.
          </p>
          <p>
            <b>Expect:</b> messages are too late from 160 s on; the first is lost at 400, when the 20,000
            places are full. Static thresholds page 242 s before that, and wake somebody 16 times in the calm
            run beside it. “Full within 30 s” pages 27 s before, too late; “full within 120 s” 112 s before,
            and never in vain. A consumer that lags pages 99 s before its first loss.
          </p>
          <p>
            <b>Where the sketch breaks:</b> “buffer bloat” is not memory that grows: a ring cannot grow, and a
            list without a bound is an unbounded queue. Bufferbloat is the delay that a large buffer makes
            long before it is full, here for 240 s. And a lag in messages says little: 20,000 are 70 s behind
            in one run, 6,000 are 19 s in the other.
          </p>
          <p>
            <b>To say if asked:</b> a slow consumer that pushes back slows all before it, and then the buffer
            at the entrance is the last to fill. Who watches only that one sees it last.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table text-table failure-table">
            <thead>
              <tr>
                <th scope="col">what fails</th>
                <th scope="col">how it shows</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">Buffer bloat</th>
                <td>late long before full</td>
              </tr>
              <tr>
                <th scope="row">Cascading backpressure</th>
                <td>one slow stage, all slow</td>
              </tr>
              <tr>
                <th scope="row">Consumer lag</th>
                <td>a little behind, for good</td>
              </tr>
              <tr>
                <th scope="row">Head-of-line blocking</th>
                <td>all wait for one</td>
              </tr>
            </tbody>
          </table>
          <p>
            <b>Watch four things:</b> how full the buffer is (%), how far behind the consumer is (messages,
            and seconds), how much gets through (a second), and how long it takes (p50, p99).
          </p>
          <p className="by-hand">Alert before it is critical, and not when it isn’t.</p>
          <ul>
            <li>
              <b>“80 % full”</b> says how it is, not where it goes.
            </li>
            <li className="fragment">
              <b>“Full within two minutes”</b> rings 112 s before the first loss, and never in the calm run.
            </li>
            <li className="fragment">
              <b>Lag in seconds:</b> 6,000 messages are 19 s here. Full within four minutes rings 99 s before.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="warning"
          states={[
            { scenario: 'bloat' },
            { scenario: 'bloat', params: { fullPage: 120 }, at: 420 },
            { scenario: 'lag', params: { window: 120, fullPage: 240 }, at: 340 },
          ]}
          poster={420}
          speed={50}
        />
      </div>
    </Slide>
  )
}
