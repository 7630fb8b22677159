import { useEffect, useState, useSyncExternalStore, type JSX } from 'react'
import { SECOND } from '../../../engine/kernel/time.ts'
import { useStage } from '../../../stage/context.ts'
import { formatNumber } from '../../../stage/format.ts'
import { speechLike } from '../../../engine/jitter/sound/speech.ts'
import { Button } from '../../../ui/Button.tsx'
import { Region } from '../../../ui/Region.tsx'
import { WideBox } from '../../../ui/WideBox.tsx'
import { agreementOf, type Sample } from './agreement.ts'
import { placeCall } from './call.ts'
import { whyNoLoopback } from './features.ts'
import { Loopback, type LoopbackState } from './loopback.ts'
import { LoopbackPlot } from './LoopbackPlot.tsx'

const PACKETS_A_SECOND = 50

/** The browser's own jitter buffer under this run's delays, beside ours. */
export function LoopbackPanel(): JSX.Element {
  const problem = whyNoLoopback()
  return (
    <Region name="Beside the browser's own buffer" className="loopback">
      <h3>Beside the browser’s own buffer</h3>
      {problem === null ? <Beside /> : <p className="real-problem">{problem}</p>}
    </Region>
  )
}

function Beside(): JSX.Element {
  const { controller } = useStage()
  const [loopback] = useState(() => new Loopback(controller, placeCall, () => performance.now()))
  useEffect(() => loopback.attach(), [loopback])
  return (
    <>
      <p className="muted">
        A call from this page to itself. The browser’s packets are held back as long as this run’s network
        took, so its own jitter buffer meets the same delays as our NetEq-style player. In real time: half a
        minute takes half a minute.
      </p>
      <Running loopback={loopback} />
    </>
  )
}

function Running({ loopback }: { readonly loopback: Loopback }): JSX.Element {
  const state = useSyncExternalStore(loopback.subscribe, loopback.get, loopback.get)
  const [isAudible, setAudible] = useState(false)
  const isOn = state.status === 'running' || state.status === 'connecting'
  return (
    <>
      <div className="real-row">
        <Button
          label={isOn ? 'Stop the call' : 'Start the call'}
          icon={isOn ? 'pause' : 'play'}
          tone={isOn ? 'plain' : 'strong'}
          onClick={() => (isOn ? loopback.stop() : void loopback.start(speechLike()))}
        />
        <label className="field-inline">
          <input
            type="checkbox"
            checked={isAudible}
            onChange={(event) => {
              setAudible(event.target.checked)
              loopback.setAudible(event.target.checked)
            }}
          />
          <span>Play it aloud</span>
        </label>
        <Progress state={state} />
      </div>
      <div role="status">
        {state.problem !== null && <p className="real-problem">{state.problem}</p>}
        {state.status === 'connecting' && <p>The two ends look for each other…</p>}
      </div>
      {state.samples.length > 0 && <Findings state={state} />}
      <Differences state={state} />
    </>
  )
}

function Progress({ state }: { readonly state: LoopbackState }): JSX.Element | null {
  const { status, done, total, from } = state
  if (total === 0 || status === 'off') return null
  const seconds = (packets: number): string => (packets / PACKETS_A_SECOND).toFixed(0)
  return (
    <label className="call-progress">
      <progress value={done} max={total} />
      <span>
        {seconds(done)} of {seconds(total)} s, with the delays from {(from / SECOND).toFixed(1)} s of the run
        on
      </span>
    </label>
  )
}

function Findings({ state }: { readonly state: LoopbackState }): JSX.Element {
  const { samples, tellsTarget } = state
  return (
    <>
      <p className="finding">{summary(state)}</p>
      {!tellsTarget && <p className="real-problem">This browser does not tell what its buffer aims at.</p>}
      <LoopbackPlot samples={samples} />
      <details>
        <summary>The numbers as a table</summary>
        <SampleTable samples={samples} />
      </details>
    </>
  )
}

/** What the two did, in a sentence or two. */
function summary({ samples }: LoopbackState): string {
  const agreement = agreementOf(samples)
  const last = samples.at(-1)
  if (agreement === null || last === undefined)
    return 'Both begin with a guess; in a moment they can be compared.'
  const { count, close, browserTarget, ourTarget, browserDelay, ourDelay } = agreement
  const round = (value: number): string => `${Math.round(value)} ms`
  return (
    `On average the browser aims at ${round(browserTarget)} and packets wait ${round(browserDelay)} in its buffer; ` +
    `ours aims at ${round(ourTarget)}, and they wait ${round(ourDelay)}. ` +
    `The targets are within one step of 20 ms of each other ${close} times of ${count}. ` +
    `Made up so far: ${round(last.browserConcealed)} by the browser, ${round(last.ourMissing)} by ours.`
  )
}

function SampleTable({ samples }: { readonly samples: readonly Sample[] }): JSX.Element {
  const number = (value: number | null): string => formatNumber(value ?? Number.NaN, 0)
  return (
    <WideBox name="Targets and delays over time">
      <table>
        <thead>
          <tr>
            <th scope="col">Time (s)</th>
            <th scope="col">Browser’s target (ms)</th>
            <th scope="col">Our target (ms)</th>
            <th scope="col">Browser’s delay (ms)</th>
            <th scope="col">Our delay (ms)</th>
            <th scope="col">Browser made up (ms)</th>
            <th scope="col">We made up (ms)</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr key={sample.time}>
              <th scope="row">{sample.time.toFixed(1)}</th>
              <td>{number(sample.browserTarget)}</td>
              <td>{number(sample.ourTarget)}</td>
              <td>{number(sample.browserDelay)}</td>
              <td>{number(sample.ourDelay)}</td>
              <td>{number(sample.browserConcealed)}</td>
              <td>{number(sample.ourMissing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideBox>
  )
}

function Differences({ state }: { readonly state: LoopbackState }): JSX.Element {
  const { count, sum, most } = state.behind
  return (
    <details className="differences">
      <summary>What differs between the two, and from the run</summary>
      <ul>
        <li>
          The browser sends a packet every 20 ms, whatever the lab’s frame rate; each takes as long as the
          lab’s packet sent last before it. What all of them take alike is left out.
        </li>
        <li>
          Packets are held back before the browser numbers them: they keep their order, none comes twice, and
          a lost one is a hole in the timestamps but not in the numbers, so the browser does not ask for it
          again.
        </li>
        <li>
          A page’s timers are not exact
          {count > 0 &&
            `: packets went on ${(sum / count).toFixed(1)} ms after their time on average, ${most.toFixed(0)} ms at most`}
          . Our player is told of each packet when the browser’s buffer gets it, so this does not set the two
          apart; it sets both apart from the lab’s own lane.
        </li>
        <li>
          Where packets come too late the browser makes sound up until they are there and then plays them all
          the same, so its delay leaps up.{' '}
          {state.waits
            ? 'Ours, as this run is set, waits as well, but for one packet at a time, and no longer once three later ones are there.'
            : 'Ours, as this run is set, discards them and moves to a longer delay by at most the set share: it makes up more, and its delay follows more slowly. Set “When a packet is late” to Stall and it waits as well.'}
        </li>
        <li>
          The browser’s buffer counts time in ticks of 10 ms and looks at the sound: it stretches by whole
          pitch periods, where it finds one.
        </li>
        <li>
          Ours has the part of NetEq that counts late packets, not the part for packets that overtake each
          other, which nothing here would call on.
        </li>
      </ul>
    </details>
  )
}
