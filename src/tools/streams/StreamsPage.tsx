import { useState, type JSX } from 'react'
import { Region } from '../../ui/Region.tsx'
import { Comparison } from './Comparison.tsx'
import { LanePanel, Legend } from './LanePanel.tsx'
import { FIRST } from './presets.ts'
import { SetUp } from './SetUp.tsx'
import { useStreams } from './use-streams.ts'
import './style.css'

/** The browser's own streams, run for real, beside what their standard says. */
export function StreamsPage(): JSX.Element {
  const [settings, setSettings] = useState(FIRST.settings)
  const streams = useStreams()
  const { run } = streams
  return (
    <article className="streams">
      <header>
        <h1>Streams in your browser</h1>
        <p className="lead">
          Backpressure is built into every browser: a ReadableStream, a TransformStream and a WritableStream
          tell each other how much they want. Here is a real chain of them, run in real time, from a source
          that does not ask and from one that does.
        </p>
      </header>
      <Words />
      <SetUp settings={settings} onChange={setSettings} streams={streams} />
      {run !== null && (
        <>
          <Legend />
          <LanePanel id="push" run={run} />
          <LanePanel id="pull" run={run} />
          <Comparison run={run} />
        </>
      )}
      <LeftOut />
    </article>
  )
}

function Words(): JSX.Element {
  return (
    <Region name="In plain words" className="panel">
      <h2>In plain words</h2>
      <dl className="streams-words">
        <div>
          <dt>highWaterMark</dt>
          <dd>
            How much a queue would like to hold, set when the stream is made. It is not a limit: more always
            goes in.
          </dd>
        </div>
        <div>
          <dt>desiredSize</dt>
          <dd>
            highWaterMark less what the queue holds: how much more it wants. At 0 it has enough, below 0 too
            much. It stops nobody; whoever adds must look at it first.
          </dd>
        </div>
        <div>
          <dt>pull()</dt>
          <dd>How a readable stream asks its source for more: it is called while desiredSize is above 0.</dd>
        </div>
        <div>
          <dt>writer.ready</dt>
          <dd>
            How a writable stream asks for patience: a promise that is kept once desiredSize is above 0 again.
          </dd>
        </div>
      </dl>
    </Region>
  )
}

function LeftOut(): JSX.Element {
  return (
    <Region name="What to know" className="panel">
      <h2>What to know of it</h2>
      <ul>
        <li>
          A pipe here is pipeTo() written out in a dozen lines, for the browser’s own locks the writer, and
          nobody else can read its desiredSize then. What passes is counted by us at each hand-over, and held
          against desiredSize.
        </li>
        <li>
          Of tee()’s branches no browser tells how much they hold. It is worked out: what tee() took from the
          source, less what the branch’s reader got.
        </li>
        <li>
          What a browser lacks: there is no stream that drops, only streams that wait or grow; no way to set
          the mark of a tee()’s branch, which is 1; and no number for the memory a queue takes.
        </li>
        <li>
          Left out of the model: a transform that takes time, errors, and byte streams with buffers of one’s
          own. The browser’s timers are late by a millisecond or more, and by far more in a hidden tab; that
          is why times are not judged.
        </li>
      </ul>
    </Region>
  )
}
