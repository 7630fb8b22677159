import type { JSX } from 'react'
import { AskedOften } from '../../src/season/AskedOften.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 14: four equivalences, and the one that a ring has no part for. */
export function KafkaSummary(): JSX.Element {
  return (
    <Slide
      act="Act 2 · Kafka: rings, distributed"
      title="Kafka Summary"
      seconds={35}
      notes={
        <>
          <p>
            Rings, distributed. Three of the four lines you knew from last week. The fourth, copies on other
            machines, is what makes it a place to keep things.
          </p>
          <p>
            <b>Press:</b> nothing: a broker dies, then a second one. Then the right arrow, twice: a leader has
            died, with acks=1, and with acks=all.
          </p>
          <p>
            <b>Expect:</b> with two of three brokers up, writing goes on; with one Kafka stops at 82 told “ok”
            and says NotEnoughReplicas, while the sketch goes on to 152 with a single copy. At 16 seconds a
            broker returns, and nothing confirmed is lost. Then: the sketch and acks=1 lose five records,
            offsets 46 to 50, that the producer was told are safe; acks=all loses none.
          </p>
          <p>
            <b>Where the sketch breaks:</b> “replication adds fault tolerance” is true only of what all
            in-sync replicas have. Confirmed by one copy is not confirmed.
          </p>
          <p>
            <b>To say if asked:</b> 7 trillion a day is LinkedIn’s figure of October 2019: 81 million a
            second, over 4,000 brokers. In 2025 it reported 32 trillion, while announcing its replacement for
            Kafka.
          </p>
          <AskedOften slide={14} />
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <ul>
            <li>
              <b>Partitions</b> are independent rings that never wrap.
            </li>
            <li>
              <b>Consumer groups</b> are independent tails that free nothing.
            </li>
            <li>
              <b>Retention</b> stands in for capacity.
            </li>
            <li>
              <b>Replication</b> adds what no ring has: a machine may die.
            </li>
          </ul>
          <p>
            <b>Scale:</b> 7 trillion messages a day at LinkedIn in 2019: 81 million a second, and 11.6 a
            second for each of its 7 million partitions.
          </p>
          <p className="by-hand">“It is written” is said too early while one machine alone has it.</p>
          <ul>
            <li className="fragment">
              <b>acks=1</b> says it all the same: five records told “ok” die with their leader.
            </li>
            <li className="fragment">
              <b>acks=all</b> with min.insync.replicas=2 waits for a second copy, and loses none.
            </li>
          </ul>
        </div>
        <LabSlide
          lab="replication"
          states={[
            { scenario: 'two-down' },
            { scenario: 'acks1', params: { acks: '1' }, at: 6.5 },
            { scenario: 'acks1', at: 6.5 },
          ]}
          poster={12}
          speed={1}
        />
      </div>
    </Slide>
  )
}
