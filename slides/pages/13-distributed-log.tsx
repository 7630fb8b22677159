import type { JSX } from 'react'
import drawn from 'code:../../src/engine/log/partitioners/language-hash.ts#hash-as-drawn'
import murmur from 'code:../../src/engine/log/partitioners/murmur2.ts#partition-of'
import { AskedOften } from '../../src/season/AskedOften.tsx'
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
            <b>Press:</b> nothing: after ten seconds of the run twelve become thirteen. “Add one” makes one
            more. Then the right arrow: five seconds after producer 1 was started anew.
          </p>
          <p>
            <b>Expect:</b> by modulo 92.1 % of the keys move in the sketch and 92.4 % in Kafka, 92.3 in
            theory; on a ring 8.4 % and of the slots 7.6 %, ideally 7.7. Ten seconds later 246 keys lie in two
            of Kafka’s partitions, and 6 records were read out of order. After the restart 904 of the sketch’s
            1,000 keys have moved, and none of murmur2’s.
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
          <AskedOften slide={13} />
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
        <LabSlide
          lab="keys"
          states={[{ scenario: 'grow' }, { scenario: 'restart', at: 15 }]}
          poster={20}
          speed={2}
        />
      </div>
    </Slide>
  )
}
