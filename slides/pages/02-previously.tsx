import type { JSX } from 'react'
import ring from 'code:../../src/engine/kernel/ring-buffer.ts#ring-buffer'
import { Code } from '../Code.tsx'
import { LabSlide } from '../LabSlide.tsx'
import { Slide } from '../Slide.tsx'

/** Slide 2: the ring buffer, running. */
export function PreviouslyOnEpisode7(): JSX.Element {
  return (
    <Slide
      act="Act 1 · Media streaming and jitter buffers"
      title="Previously on Episode 7..."
      seconds={30}
      notes={
        <>
          <p>
            Last time we bent a list into a ring. The number of slots is fixed, the write end wraps around,
            and every operation costs the same, however full it is.
          </p>
          <p>
            Whoever writes and whoever reads need not keep step: that is the producer and consumer pattern,
            and loggers use it to collect lines and write them in batches.
          </p>
          <p>
            <b>Press:</b> “Too fast”. The list at the top grows without end and moves more and more items at
            each read; the ring stays at 8 slots and overwrites its oldest.
          </p>
          <p>
            <b>Where the sketch breaks:</b> an array read with shift() moves every item that is left. With 200
            items waiting, one read costs 199 moves; the ring’s costs none.
          </p>
          <p>
            <b>On to:</b> now let the ring meet a network that does not deliver on time.
          </p>
        </>
      }
    >
      <div className="columns">
        <div className="words">
          <ul>
            <li>
              <b>Fixed size.</b> Eight slots stay eight slots, whatever comes in.
            </li>
            <li>
              <b>Wrap-around.</b> After the last slot comes the first again.
            </li>
            <li>
              <b>O(1), always.</b> A write touches one slot, a read one slot.
            </li>
            <li>
              <b>Producer and consumer.</b> Each goes at its own pace; the ring stands between them.
            </li>
            <li>
              <b>Batches.</b> Logs and metrics are collected here and written many at a time.
            </li>
          </ul>
          <Code html={ring} from="src/engine/kernel/ring-buffer.ts" />
        </div>
        <LabSlide lab="ring" states={[{ scenario: 'calm' }]} poster={6} />
      </div>
    </Slide>
  )
}
