import type { JSX } from 'react'
import { CopyPathPicture } from '../../src/tools/speed/CopyPathPicture.tsx'
import { WritingCard } from '../../src/tools/speed/WritingCard.tsx'
import '../../src/tools/speed/style.css'
import { AskedOften } from '../../src/season/AskedOften.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 12: four reasons, one measured on the spot. */
export function WhyKafkaIsFast(): JSX.Element {
  return (
    <Slide
      className="wide-lab"
      act="Act 2 · Kafka: rings, distributed"
      title="Why Kafka Is Fast"
      seconds={55}
      notes={
        <>
          <p>
            Four reasons, and none is magic: it writes in order, it moves bytes without touching them, it does
            everything in batches, and it leaves memory to the operating system.
          </p>
          <p>
            <b>Press:</b> “Measure on this device”: it takes a few seconds. Then tick TLS in the picture of
            the bytes’ way.
          </p>
          <p>
            <b>Expect:</b> a line of its own for this device: on a drive without an arm in order beats random
            a few times over, not by thousands, and most of it comes from larger pieces. With TLS two copies
            become four: sendfile can’t encrypt.
          </p>
          <p>
            <b>Where the sketch breaks:</b> its heading says 100 times, its own comment 6,000 times: 600 MB/s
            beside 100 kB/s, which are disks that turned. A drive of 2022 reads at 7,450 MB/s in order and 5.7
            GB/s at random: 1.3 times. And “millions a second per partition” is not so: Kreps’ test of 2014
            reached 821,557 small records a second with one producer, and 2 million with three, over six
            partitions and three machines.
          </p>
          <p>
            <b>To say if asked:</b> batching has numbers too: 16,384 bytes or, since Kafka 4.0, 5 ms of
            linger. The page “Why a log is fast” measures the other reasons.
          </p>
          <AskedOften slide={12} />
        </>
      }
    >
      <div className="columns speed-slide">
        <div className="words">
          <ol className="techniques">
            <li>
              <b>Append only.</b> A log is written at its end, in order.{' '}
              <span className="by-hand">100 times!</span> On which disk?
            </li>
            <li>
              <b>Zero-copy.</b> The kernel sends a stretch of a file to the network; with TLS it can’t.
            </li>
            <li>
              <b>Batching.</b> One header of 61 bytes for 53 records of 300 bytes, not for each: 0.4 % instead
              of 17 %.
            </li>
            <li>
              <b>Page cache.</b> What was just written is still in memory when readers come for it.
            </li>
          </ol>
          <p className="by-hand">Millions of messages a second per partition!</p>
          <table className="row-table rate-table">
            <caption>Records a second, by LinkedIn’s own figures</caption>
            <tbody>
              <tr>
                <th scope="row">2014, one producer</th>
                <td>821,557</td>
              </tr>
              <tr>
                <th scope="row">with three synchronous copies</th>
                <td>421,823</td>
              </tr>
              <tr>
                <th scope="row">three producers</th>
                <td>2,024,032</td>
              </tr>
              <tr>
                <th scope="row">2019, mean of a partition</th>
                <td>11.6</td>
              </tr>
            </tbody>
          </table>
          <p className="small-print">The test of 2014: 100 bytes each, six partitions on three machines.</p>
        </div>
        <div className="speed-parts">
          <CopyPathPicture />
          <WritingCard />
        </div>
      </div>
    </Slide>
  )
}
