import type { JSX } from 'react'
import { AskedOften } from '../../src/season/AskedOften.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 8: how a ring becomes a partition, and the five places where it does not. */
export function TheBigReveal(): JSX.Element {
  return (
    <Slide
      className="wide-lab"
      act="Act 2 · Kafka: rings, distributed"
      title="The Big Reveal: Kafka is Ring Buffers"
      seconds={50}
      notes={
        <>
          <p>
            Take last week’s ring and ask for more: keep a week instead of half a second, many readers instead
            of one, many machines instead of one. Every part of it has a counterpart in a log, and that log
            carries trillions of messages a day.
          </p>
          <p>
            <b>Press:</b> nothing at first. Reader B stalls after five seconds, in all three; say aloud who
            waits. Then the right arrow: three seconds after B has come back.
          </p>
          <p>
            <b>Expect:</b> after nine seconds both rings are full. At 20 seconds 43 records wait before the
            ring that blocks, reader A with them; the ring that overwrites has lost 43 to B; the log has
            deleted 38 that B had not read, and nobody waits. Back again, B has lost 65 in the ring; in the
            log 62 were deleted, and it is sent to the end past 19 more.
          </p>
          <p>
            <b>Where the sketch breaks, five times:</b> a consumer’s offset frees nothing, the end that eats
            the log is the log start. Capacity is no hard bound: retention comes later, by whole segments.
            Nothing is overwritten: files are deleted, and offsets never wrap. A slow reader is skipped
            forward, and by default without a word. And one may read to the high watermark, not to the end.
          </p>
          <p>
            <b>To say if asked:</b> rings with many readers exist: the LMAX Disruptor’s producer waits for the
            slowest of them.
          </p>
          <AskedOften slide={8} />
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table text-table">
            <thead>
              <tr>
                <th scope="col">ring buffer (episode 7)</th>
                <th scope="col">Kafka partition</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>head pointer</td>
                <td>write offset</td>
              </tr>
              <tr>
                <td>tail pointer</td>
                <td>consumer offset</td>
              </tr>
              <tr>
                <td>capacity</td>
                <td>retention</td>
              </tr>
              <tr>
                <td>overwrite on wrap</td>
                <td>segment deletion</td>
              </tr>
              <tr>
                <td>one machine</td>
                <td>a cluster</td>
              </tr>
            </tbody>
          </table>
          <p className="by-hand">Row by row it fits. In five places it breaks:</p>
          <ul>
            <li>One reads to the high watermark, not to the end.</li>
            <li>A consumer’s offset frees nothing and stops nobody.</li>
            <li>Capacity is no hard bound: retention comes later, read or not.</li>
            <li>Nothing is overwritten: whole segments go, offsets never wrap.</li>
            <li className="fragment">
              <b>A reader that comes back too late</b> is moved forward, and what lay between is gone.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="reveal"
          states={[{ scenario: 'stall' }, { scenario: 'back', at: 28 }]}
          poster={20}
          speed={2}
        />
      </div>
    </Slide>
  )
}
