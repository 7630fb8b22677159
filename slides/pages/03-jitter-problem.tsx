import type { JSX } from 'react'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

const ARRIVALS = [0, 50, 80, 150, 160, 250]

const playback = (perSecond: number): number[] => ARRIVALS.map((_, i) => Math.round((i * 1_000) / perSecond))

/** Slide 3: six packets that come when they like, and a screen that wants one at every tick. */
export function TheJitterProblem(): JSX.Element {
  return (
    <Slide
      className="close-up"
      act="Act 1 · Media streaming and jitter buffers"
      title="The Jitter Problem"
      seconds={45}
      notes={
        <>
          <p>
            The network has no rhythm: six packets, and the gaps between them are 50, 30, 70, 10 and 90
            milliseconds. The screen has nothing but rhythm.
          </p>
          <p>
            <b>Press:</b> the right arrow switches the lab from the slide’s six packets to a busy network,
            then to a bad one. Or press Low, Medium, High yourself.
          </p>
          <p>
            <b>Expect:</b> with the six packets, playback at 30 a second needs a start delay of 83.3 ms; at 20
            a second none; at 60 a second 166.7 ms.
          </p>
          <p>
            <b>Where the sketch breaks, twice:</b> the row steps by 33 ms, so it is a 30 fps row under a 60
            fps promise. And six packets in 250 ms are 20 a second: below 30, no buffer can help. It only puts
            off the stall, by 16.7 ms of delay for every further frame. That is a missing rate, not jitter.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table">
            <caption>When they come, and when they are due (ms)</caption>
            <tbody>
              <tr className="as-arrived">
                <th scope="row">arrives</th>
                {ARRIVALS.map((time) => (
                  <td key={time}>{time}</td>
                ))}
              </tr>
              <tr>
                <th scope="row">due at 30 fps</th>
                {playback(30).map((time) => (
                  <td key={time}>{time}</td>
                ))}
              </tr>
              <tr>
                <th scope="row">due at 60 fps</th>
                {playback(60).map((time) => (
                  <td key={time}>{time}</td>
                ))}
              </tr>
            </tbody>
          </table>
          <p>
            Packets come in clumps. Eyes want one frame at every tick: 16.7 ms apart at 60 frames a second,
            33.3 ms at 30.
          </p>
          <p className="by-hand">
            The sketch says 60 fps and draws 30. And six packets in 250 ms are only 20 a second.
          </p>
          <ul>
            <li className="fragment">
              <b>Jitter:</b> the right number of packets at the wrong times. A short wait cures it.
            </li>
            <li className="fragment">
              <b>Too slow:</b> too few packets. Each frame falls further behind, and no wait is long enough.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="jitter"
          states={[
            { scenario: 'slide3', at: 0.3, view: 0.5 },
            { scenario: 'high', view: 1 },
            { scenario: 'too-slow' },
          ]}
          poster={0.3}
        />
      </div>
    </Slide>
  )
}
