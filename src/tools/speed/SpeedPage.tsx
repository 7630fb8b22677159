import type { JSX } from 'react'
import { Bars, type Bar } from './Bars.tsx'
import { CLAIMS } from './claims.ts'
import { ClusterCalculator } from './ClusterCalculator.tsx'
import { CopyPathPicture } from './CopyPathPicture.tsx'
import { Measured } from './Measured.tsx'
import { short } from './numbers.ts'
import './style.css'

/** Why a log is fast: four reasons, each measured here and now, beside what is said of it. */
export function SpeedPage(): JSX.Element {
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
      <WritingCard />
      <Measured
        task="batching"
        title="One by one, or in batches"
        verdict={(median) =>
          `On this device, now: in batches of a hundred ${short(median('batch-100') / median('batch-1'))} times as many records get into the file as one by one.`
        }
      >
        <p>
          Every batch costs a header of 61 bytes, a checksum and a write, whether it has one record in it or a
          thousand. These are real record batches of 100-byte records, encoded by the engine behind our labs
          and appended to a real file. With one record in a batch the header is more than a third of it; with
          a hundred, half a percent.
        </p>
        <p className="muted">
          For comparison: 821,557 records of 100 bytes a second from one producer over a network, three
          machines, six partitions, no replication (J. Kreps, 2014).
        </p>
      </Measured>
      <CopyPathPicture />
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
      <ClusterCalculator />
    </article>
  )
}

function WritingCard(): JSX.Element {
  return (
    <Measured
      task="writing"
      title="In order or at random"
      verdict={(median) => inOrderOrNot(median, 'write', 'writing')}
      beside={ratioBars}
    >
      <p>
        A log is only ever written at its end. On a disk that turns, every other place costs a movement of the
        arm. On a drive without an arm little is left of that: what counts there is large pieces, many at a
        time. Each run writes to a real file of 16 MiB and ends with a flush, which waits until the system has
        it on the device.
      </p>
    </Measured>
  )
}

const ratioOf = (median: (id: string) => number, verb: string): number =>
  median(`${verb}-sequential-64k`) / median(`${verb}-random-4k`)

/** What the three ways of going through a file come to: whether it is the order that counts, or the size of the pieces. */
function inOrderOrNot(median: (id: string) => number, verb: string, doing: string): string {
  const small = median(`${verb}-sequential-4k`) / median(`${verb}-random-4k`)
  const counts =
    small < 1.5
      ? 'So the order hardly counts here; the size of the pieces does.'
      : 'So the order counts here, even in pieces of the same size.'
  return `On this device, now: ${doing} 64 KiB at a time in order is ${short(ratioOf(median, verb))} times as fast as 4 KiB at random places, and 4 KiB at a time in order ${short(small)} times as fast. ${counts}`
}

/** What others say of access in order and at random, and where this device stands among them. */
function ratioBars(median: ((id: string) => number) | null): JSX.Element {
  const yours = median === null ? null : ratioOf(median, 'write')
  const claims = CLAIMS.map(({ what, times, about, from }): Bar => {
    const text = `${times.toLocaleString('en')} times`
    return { id: what, label: what, value: times, text, about, kind: from }
  })
  const own: Bar[] =
    yours === null
      ? []
      : [
          {
            id: 'yours',
            label: 'this device, writes',
            value: yours,
            text: `${short(yours)} times`,
            about: 'just measured',
            kind: 'yours',
          },
        ]
  return (
    <Bars
      caption="How many times as fast access in order is as access at random; each line is ten times the one before"
      bars={[...claims, ...own]}
      from={1}
      to={1e6}
      isLogarithmic
    />
  )
}
