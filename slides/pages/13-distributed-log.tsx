import type { JSX } from 'react'
import drawn from 'code:../../src/engine/log/partitioners/language-hash.ts#hash-as-drawn'
import murmur from 'code:../../src/engine/log/partitioners/murmur2.ts#partition-of'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 13: many partitions, chosen by key. */
export function CompleteDistributedLog(): JSX.Element {
  return (
    <Slide
      act="Act 2 · Kafka: rings, distributed"
      title="Complete Distributed Log System"
      seconds={50}
      notes={
        <>
          <p>
            Twelve partitions instead of one. The key decides which: the same key always goes to the same
            partition, so its records keep their order, and twelve machines can work at once.
          </p>
          <p>
            <b>Press:</b> “One partition more”: twelve become thirteen. Then the right arrow: the producer is
            started anew.
          </p>
          <p>
            <b>Expect:</b> by modulo 92.3 % of the keys move; on a ring about 8 %, near the ideal of 7.7 %.
            After the restart the sketch’s keys have all moved; murmur2’s have not.
          </p>
          <p>
            <b>Where the sketch breaks:</b> it calls a modulo consistent hashing. It is not, and Kafka has
            none: it takes murmur2 of the key, modulo the number of partitions. The sketch’s hash is salted,
            so two producers disagree. And in Kafka no record moves when partitions are added: a key’s history
            then lies in two places, and its order ends there.
          </p>
          <p>
            <b>To say if asked:</b> Redis Cluster has no consistent hashing either: 16,384 fixed slots, dealt
            out by a table.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <p>Twelve partitions; the key picks one, a group reads them all.</p>
          <p className="by-hand">As drawn: the language’s own hash, another one in every process.</p>
          <Code html={drawn} from="src/engine/log/partitioners/language-hash.ts" />
          <Code html={murmur} from="src/engine/log/partitioners/murmur2.ts" />
          <p>
            <b>Episode 6’s ring</b> would move one key in thirteen. Kafka chose the modulo: its data stays
            where it is anyway.
          </p>
          <ul>
            <li className="fragment">
              <b>A restart</b> sends the sketch’s keys elsewhere. murmur2 is the same everywhere.
            </li>
          </ul>
        </div>
        <LabSlide lab="keys" states={[{ scenario: 'grow' }, { scenario: 'restart' }]} poster={8} speed={1} />
      </div>
    </Slide>
  )
}
