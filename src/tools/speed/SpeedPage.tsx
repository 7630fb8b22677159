import type { JSX } from 'react'
import { useInView, useQuery } from '../../ui/use-query.ts'
import { ClusterCalculator } from './ClusterCalculator.tsx'
import { CopyPathPicture } from './CopyPathPicture.tsx'
import { Measured } from './Measured.tsx'
import { inOrderOrNot } from './in-order.ts'
import { short } from './numbers.ts'
import { WritingCard } from './WritingCard.tsx'
import './style.css'

/** Why a log is fast: four reasons, each measured here and now, beside what is said of it. */
export function SpeedPage(): JSX.Element {
  const query = useQuery()
  useInView(query.get('part'))
  const tls = query.get('tls') === 'on'
  return (
    <article className="speed">
      <header>
        <h1>Why a log is fast</h1>
        <p className="lead">
          Four reasons are given: it writes in order, it writes in batches, it leaves the bytes alone, and it
          leaves memory to the operating system. Measure each on this device, beside what others measured on
          theirs, and when.
        </p>
      </header>
      <div id="writing">
        <WritingCard />
      </div>
      <BatchingCard />
      <div id="zero-copy">
        <CopyPathPicture key={String(tls)} tlsAtFirst={tls} />
      </div>
      <Measured
        task="handing"
        title="Copy, or hand over"
        verdict={(median) =>
          `On this device, now: 16 MiB to another thread and back take ${short(median('copy-16'))} ms copied and ${short(median('hand-16'))} ms handed over; 1 MiB takes ${short(median('copy-1'))} ms copied and ${short(median('hand-1'))} ms handed over.`
        }
      >
        <p>
          A page has no sendfile. The nearest thing to it is a buffer that is handed to another thread instead
          of copied: only the right to it moves. Our engines hand their pictures to the page this way.
        </p>
      </Measured>
      <Measured
        task="reading"
        title="What the page cache does"
        verdict={(median) => inOrderOrNot(median, 'read', 'reading back what was just written')}
      >
        <p>
          The page cache is memory in which the operating system keeps what was lately written or read. A
          consumer that keeps up reads what was just written, and so from memory; one that is days behind
          reads from the disk.
        </p>
        <p className="muted">
          Not measured: cold reads. A browser gives no way to empty the page cache, and neither does a
          terminal without an administrator’s rights. What is measured here was just written, so it may all
          come from memory: if random places cost little more than going in order, it did.
        </p>
      </Measured>
      <div id="calculator">
        <ClusterCalculator />
      </div>
    </article>
  )
}

const BatchingCard = (): JSX.Element => (
  <Measured
    task="batching"
    title="One by one, or in batches"
    verdict={(median) =>
      `On this device, now: in batches of a hundred ${short(median('batch-100') / median('batch-1'))} times as many records get into the file as one by one.`
    }
  >
    <p>
      Every batch costs a header of 61 bytes, a checksum and a write, whether it has one record in it or a
      thousand. These are real record batches of 100-byte records, encoded by the engine behind our labs and
      appended to a real file. With one record in a batch the header is more than a third of it; with a
      hundred, half a percent.
    </p>
    <p className="muted">
      For comparison: 821,557 records of 100 bytes a second from one producer over a network, three machines,
      six partitions, no replication (J. Kreps, 2014).
    </p>
  </Measured>
)
