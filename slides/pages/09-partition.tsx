import type { JSX } from 'react'
import drawn from 'code:../../src/engine/log/partition/whiteboard-partition.ts#append-as-drawn'
import append from 'code:../../src/engine/log/partition/partition.ts#append'
import { AskedOften } from '../../src/season/AskedOften.tsx'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 9: a partition is a list of segments that only grows at one end. */
export function PartitionAsDistributedRing(): JSX.Element {
  return (
    <Slide
      className="wide-lab dense"
      act="Act 2 · Kafka: rings, distributed"
      title="Kafka Partition as Distributed Ring Buffer"
      seconds={55}
      notes={
        <>
          <p>
            A partition is a numbered list of records. New ones go to the end and get the next number, the
            offset. Nothing is ever changed in place. The list is cut into files, the segments, so that old
            ones can be thrown away whole.
          </p>
          <p>
            <b>Press:</b> nothing: an hour passes every second. Point at the open segment on the right, the
            readers’ marks, and the left end. Then “Clean up now”.
          </p>
          <p>
            <b>Expect:</b> records appended at the right, three groups at speeds of their own, whole segments
            gone at the left; the lab keeps 12 hours. At 30, of 1,200 records the log has 512 in 13 segments.
            Alerts and billing are 2 records behind; reports has lost 197 and learnt it by OffsetOutOfRange.
            The sketch goes by when a segment was made, and has deleted records that were 5.8 hours old.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it writes to a segment that nobody ever makes, and never opens a
            new one. It says 10 GB and means 10 GiB, for which Kafka has no default: retention.bytes is −1, no
            limit. Its time is the broker’s; Kafka keeps the producer’s. And it lets everyone read at once
            what only one machine has.
          </p>
          <AskedOften slide={9} />
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table text-table">
            <tbody>
              <tr>
                <th scope="row">a record</th>
                <td>offset, timestamp, key, value</td>
              </tr>
              <tr>
                <th scope="row">many readers</th>
                <td>group → offset</td>
              </tr>
              <tr>
                <th scope="row">kept for</th>
                <td>168 h, and drawn with 10 GB</td>
              </tr>
            </tbody>
          </table>
          <p className="by-hand">As drawn, mended so that it runs at all:</p>
          <Code html={drawn} from="src/engine/log/partition/whiteboard-partition.ts" />
          <Code html={append} from="src/engine/log/partition/partition.ts" />
        </div>
        <LabSlide lab="log" states={[{ scenario: 'time-lapse' }]} poster={30} speed={2} />
      </div>
    </Slide>
  )
}
