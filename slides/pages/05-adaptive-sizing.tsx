import type { JSX } from 'react'
import rule from 'code:../../src/engine/jitter/policies/slide5-rule.ts#adjust-target'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 5: a rule that makes the buffer larger and smaller, not wired and wired. */
export function AdaptiveBufferSizing(): JSX.Element {
  return (
    <Slide
      className="close-up"
      act="Act 1 · Media streaming and jitter buffers"
      title="Adaptive Buffer Sizing"
      seconds={45}
      notes={
        <>
          <p>
            How long should the buffer wait? On a quiet line hardly at all, on a bad one for half a second. So
            let a rule decide: much jitter, wait longer; little jitter, wait less.
          </p>
          <p>
            <b>Press:</b> nothing at first; ten bad seconds pass at five times the speed. Then the right
            arrow, twice: the same run 45 seconds after the line has calmed down, beside NetEq’s way, and
            beside a delay that never moves.
          </p>
          <p>
            <b>Expect:</b> both dashed targets climb to 500 ms together, and only the wired one moves what is
            played. At 55 seconds the rule still aims at 500 ms, NetEq at 140. A plain fixed 300 ms is late on
            17 of 1,800 packets, at less than half of the rule’s delay: 305 ms against 691.
          </p>
          <p>
            <b>Where the sketch breaks:</b> on slide 4 the target is stored and never read, so the rule
            changes nothing. Wired, it goes up and never comes down: between 10 and 50 ms of jitter it does
            nothing. It has no clock of its own either; at every packet, 100 ms become 500 in nine packets.
            And jitter is not the delay one needs: it forgets a line that has become slower for good.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table">
            <caption>The rule, once a second</caption>
            <tbody>
              <tr>
                <th scope="row">jitter above 50 ms</th>
                <td>wait 1.2 × as long, up to 500 ms</td>
              </tr>
              <tr>
                <th scope="row">jitter below 10 ms</th>
                <td>wait 0.9 × as long, down to 50 ms</td>
              </tr>
            </tbody>
          </table>
          <Code html={rule} from="src/engine/jitter/policies/slide5-rule.ts" />
          <p>
            <b>The trade-off:</b> a longer wait plays smoothly and late, a shorter one promptly and at risk.
          </p>
          <p className="by-hand">As sketched, nothing reads the target. Wired, it never comes down again.</p>
          <ul>
            <li className="fragment">
              <b>Follow the delays instead:</b> NetEq takes a quantile of what it has measured, and forgets.
            </li>
            <li className="fragment">
              <b>Or leave it alone:</b> 300 ms, fixed, is late on one packet in a hundred here.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="jitter"
          states={[
            {
              scenario: 'rough-patch',
              params: { policy: ['slide5-unwired', 'slide5-wired'] },
              view: 10,
            },
            {
              scenario: 'rough-patch',
              params: { policy: ['slide5-wired', 'neteq'] },
              at: 55,
              view: 60,
            },
            {
              scenario: 'rough-patch',
              params: { policy: ['slide5-wired', 'fixed'], delay: 300 },
              at: 55,
              view: 60,
            },
          ]}
          poster={12}
          speed={5}
          hide={['scenarios']}
        />
      </div>
    </Slide>
  )
}
