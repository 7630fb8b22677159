import type { JSX } from 'react'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 15: one overload, three stores, three deaths. */
export function ConsumersCannotKeepUp(): JSX.Element {
  return (
    <Slide
      act="Act 3 · Backpressure"
      title="Backpressure: When Consumers Can’t Keep Up"
      seconds={40}
      notes={
        <>
          <p>
            Every second 2,000 messages more come in than go out. They have to be somewhere. Here the same
            messages go to a list in memory, a ring of fixed size, and a log on disk: all three give up, each
            in its own way and at its own time.
          </p>
          <p>
            <b>Press:</b> nothing: ten seconds pass in one. Then the right arrow, three times: when the list
            is dead, after an hour, and when the log is past its retention.
          </p>
          <p>
            <b>Expect:</b> the ring overwrites from 32.8 s on; at 40 it has lost 14,464. The list dies at
            512.3 s, with 1,024,600 messages that nobody had read. After an hour the list has died 6 times and
            the ring has lost 19.8 % of everything; the log keeps all 7.2 million, and is 720 s behind. At
            6,600 s it has lost 1,960,791.
          </p>
          <p>
            <b>Where the sketch breaks:</b> “the system dies” is true of memory. A log only lags, until its
            retention is reached: 10 GiB of messages of 1,000 bytes are 10.74 million, and on paper that is
            after 5,369 s, 89 minutes. The lab’s log loses at 5,700 s, because whole segments go, and only
            when a check comes by. From then on it loses 2,000 a second too.
          </p>
          <p>
            <b>To say if asked:</b> no store helps in the long run. With 10,000 in and 8,000 out a fifth is
            lost, waits for ever, or is never sent. A larger one only chooses when.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table rate-table">
            <tbody>
              <tr>
                <th scope="row">in</th>
                <td>10,000 a second</td>
              </tr>
              <tr>
                <th scope="row">out</th>
                <td>8,000 a second</td>
              </tr>
              <tr>
                <th scope="row">too many</th>
                <td>2,000 a second</td>
              </tr>
              <tr>
                <th scope="row">after an hour</th>
                <td>7.2 million</td>
              </tr>
              <tr>
                <th scope="row">after a day</th>
                <td>172.8 million</td>
              </tr>
            </tbody>
          </table>
          <p className="by-hand">“Then the system dies”: true of memory, and long before the day is over.</p>
          <ul>
            <li>
              <b>A ring</b> overwrites what nobody has read, after 33 seconds.
            </li>
            <li className="fragment">
              <b>A list</b> has filled its 1 GiB after nine minutes. The process dies, and a million messages
              with it.
            </li>
            <li className="fragment">
              <b>A log</b> holds all 7.2 million after an hour. It only lags, by 12 minutes,
            </li>
            <li className="fragment">
              <b>until its retention:</b> 10 GiB last 89 minutes on paper. From then on it loses as much as
              the ring.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="deaths"
          states={[
            { scenario: 'mismatch' },
            { scenario: 'mismatch', at: 520 },
            { scenario: 'mismatch', at: 3_600 },
            { scenario: 'mismatch', at: 6_600 },
          ]}
          poster={6_600}
          speed={10}
        />
      </div>
    </Slide>
  )
}
