import type { JSX } from 'react'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Each row of the decision: the data, the best choice as drawn, and what that choice needs to hold. */
const ROWS = [
  ['Financial transactions', 'Block', 'an outbox on disk'],
  ['Live video streaming', 'Drop', 'whole groups of pictures'],
  ['Server metrics', 'Sample', 'a weight for each kept'],
  ['Audit logs', 'Block', 'an outbox on disk'],
  ['Stock tickers', 'Drop oldest', 'the newest of each'],
  ['User notifications', 'Backpressure', 'is Block: an outbox too'],
] as const

/** Slide 16: which strategy for which data, and what it takes. */
export function StrategyMatrix(): JSX.Element {
  return (
    <Slide
      className="wide-lab"
      act="Act 3 · Backpressure"
      title="Backpressure Strategy Matrix"
      seconds={50}
      notes={
        <>
          <p>
            What may be lost, and how old may the rest be? Ask that of each kind of data, and the strategy
            follows. A payment may wait and never be lost; a price that is a second old is worth nothing.
          </p>
          <p>
            <b>Press:</b> nothing: a rush of twenty seconds, and at 25 seconds the senders’ processes die.
            Press a cell to read what became of its messages. Then the right arrow, twice: the same rush when
            nobody dies, and with queues twenty times as long.
          </p>
          <p>
            <b>Expect:</b> after the rush the choices as drawn give 0 of 6 rows what they need, with care 6 of
            6. One strategy for all: block 3, drop newest 1, drop oldest 2, sample 2, scale out 4, and that
            for 716 worker-seconds instead of 360. When nobody dies the drawn choices meet 3. With long queues
            3, and with care 5: video arrives whole and 2.5 s old.
          </p>
          <p>
            <b>Where the sketch breaks:</b> backpressure is listed beside Block, but blocking is backpressure.
            Sample and Drop oldest are best choices without a column of their own, and scaling out, one of
            this act’s four strategies, is not in the table. A sender that blocks with the payment in its
            memory loses it when it dies; dropping single pictures spoils all that refer to them.
          </p>
          <p>
            <b>To say if asked:</b> an outbox sends again after a crash, so the receiver needs a key by which
            it knows what it has already done.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table text-table choice-table">
            <thead>
              <tr>
                <th scope="col">data</th>
                <th scope="col">best choice</th>
                <th scope="col">and it needs</th>
              </tr>
            </thead>
            <tbody>
              {ROWS.map(([data, choice, needs]) => (
                <tr key={data}>
                  <th scope="row">{data}</th>
                  <td>{choice}</td>
                  <td>{needs}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="by-hand">The choices are right. Carried out as drawn, no row has what it needs.</p>
          <p>
            <b>No default can know it.</b> What a message is worth, and until when, decides; so whoever owns
            the data chooses.
          </p>
          <ul>
            <li className="fragment">
              <b>Nobody dies:</b> waiting in memory looks as good as an outbox, until the day it counts.
            </li>
            <li className="fragment">
              <b>Twenty times the queue:</b> next to nothing lost, and live video 2.5 s old.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="matrix"
          states={[
            { scenario: 'rush' },
            { scenario: 'no-crash', at: 60 },
            { scenario: 'long-queue', at: 60 },
          ]}
          poster={60}
          speed={5}
        />
      </div>
    </Slide>
  )
}
