import type { JSX } from 'react'
import { AskedOften } from '../../src/season/AskedOften.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 10: each group has a place of its own, and when it is noted decides what a crash costs. */
export function ConsumerGroups(): JSX.Element {
  return (
    <Slide
      className="close-up"
      act="Act 2 · Kafka: rings, distributed"
      title="Consumer Groups: Independent Readers"
      seconds={50}
      notes={
        <>
          <p>
            Reading takes nothing away. Each group keeps a number of its own, how far it has come, and moves
            only that. Analytics can be days behind while alerts are up to date.
          </p>
          <p>
            <b>Press:</b> nothing: after eight seconds of the run member A crashes in the midst of its batch
            of 10. Then the right arrow, and “Add a member”: a fourth for three partitions.
          </p>
          <p>
            <b>Expect:</b> at 20 seconds the sketch has lost 4 records; Kafka, when it commits before the
            work, 5; afterwards, 5 are done twice; with a sink that knows what it has seen, none is lost and
            none done twice. The fourth member stays idle: a partition has one reader in a group.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it moves the offset and then hands the messages out: at most once.
            Two instances of a group share one cursor, where Kafka gives each partition to one of them. A new
            group begins at 0, where Kafka’s default is the end. And “they don’t interfere” holds only while
            all read from memory: who is days behind reads the disk.
          </p>
          <AskedOften slide={10} />
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <table className="row-table text-table">
            <caption>The place is noted …</caption>
            <tbody>
              <tr className="by-hand">
                <th scope="row">before the work</th>
                <td>at most once: a crash loses</td>
              </tr>
              <tr>
                <th scope="row">after the work</th>
                <td>at least once: a crash repeats</td>
              </tr>
              <tr>
                <th scope="row">with the result</th>
                <td>once: the sink knows what it has</td>
              </tr>
            </tbody>
          </table>
          <p>
            <b>Position</b> is where a consumer reads, in its memory. The <b>committed offset</b> is what
            outlives it: the next record to read.
          </p>
          <p>The sketch reads up to 100 at a time, Kafka’s max.poll.records is 500, the lab’s is 10.</p>
          <ul>
            <li>Many groups, one log: none takes anything from another.</li>
            <li className="fragment">
              <b>Within a group</b> a partition has one reader. More consumers than partitions: the rest
              waits.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="groups"
          states={[{ scenario: 'mid-batch' }, { scenario: 'fourth' }]}
          poster={20}
          speed={2}
        />
      </div>
    </Slide>
  )
}
