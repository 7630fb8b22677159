import type { JSX } from 'react'
import drawn from 'code:../../src/engine/log/partition/whiteboard-partition.ts#retention-as-drawn'
import size from 'code:../../src/engine/log/partition/retention.ts#size'
import { AskedOften } from '../../src/season/AskedOften.tsx'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 11: retention, as drawn and as a broker does it. */
export function Retention(): JSX.Element {
  return (
    <Slide
      act="Act 2 · Kafka: rings, distributed"
      title="Retention: The Distributed “Overwrite”"
      seconds={45}
      notes={
        <>
          <p>
            A ring forgets one slot at a time. A log forgets by the file: what is older than a limit, then
            what is too much. Nobody asks whether it was read.
          </p>
          <p>
            <b>Press:</b> nothing: the same limit of 64 KiB twice. Then the right arrow: a limit smaller than
            a segment. “Clean up now” runs a check at once.
          </p>
          <p>
            <b>Expect:</b> after each check the sketch holds at most the limit, Kafka at least the limit: at
            40 seconds 58 KiB in four segments, and 69 KiB in five. With the small limit the sketch deletes
            the segment it is writing to: within three seconds both its partitions are dead, 64 records were
            written, and at the end 1,137 of 1,201 have been refused. The log refuses none.
          </p>
          <p>
            <b>Where the sketch breaks:</b> Kafka deletes a segment only while no less than the limit stays,
            never what is not yet committed, and opens a new segment before the last one goes. A segment’s age
            is that of its newest record, not of its making. With segments of seven days and a retention of
            seven days, a slow topic’s records live for up to fourteen.
          </p>
          <AskedOften slide={11} />
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <p className="by-hand">By time, then by size; drawn without asking what is being written:</p>
          <Code html={drawn} from="src/engine/log/partition/whiteboard-partition.ts" />
          <p>
            <b>A broker</b> looks every five minutes, starts with the oldest, stops at the first that must
            stay:
          </p>
          <Code html={size} from="src/engine/log/partition/retention.ts" />
          <ul>
            <li className="fragment">
              <b>A limit below one segment</b> kills the sketch. The log deletes only as long as the limit
              stays: its last segment is safe.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="log"
          states={[{ scenario: 'at-least' }, { scenario: 'too-small' }]}
          poster={40}
          speed={2}
        />
      </div>
    </Slide>
  )
}
