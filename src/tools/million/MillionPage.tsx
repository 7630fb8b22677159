import type { JSX } from 'react'
import { Region } from '../../ui/Region.tsx'
import { BoardPanel } from './BoardPanel.tsx'
import { Controls } from './Controls.tsx'
import { Faults } from './Faults.tsx'
import { Identities } from './Identities.tsx'
import { SpeedPanel } from './SpeedPanel.tsx'
import { StagesPanel } from './StagesPanel.tsx'
import { useMillion } from './use-million.ts'
import { useSmoothness } from './use-smoothness.ts'
import './style.css'

/** The whole ingestion pipeline in a worker, at a rate by the machine's clock or flat out, and what falls out of it. */
export function MillionPage(): JSX.Element {
  const million = useMillion()
  const smoothness = useSmoothness(million.status === 'running')
  const { report, settings } = million
  return (
    <article className="million">
      <header>
        <h1>A million events a second</h1>
        <p className="lead">
          A whole ingestion pipeline runs in a worker of this tab: ten million viewers, every event made,
          collected, checked, deduplicated, routed, put into its minute by event time and counted, and a
          trending board every 30 s. No number is a guess: it is measured here, on your machine.
        </p>
      </header>
      <Controls million={million} />
      {report !== null && settings !== null && (
        <>
          <SpeedPanel
            report={report}
            rate={settings.rate}
            rates={million.rates}
            smoothness={smoothness}
            status={million.status}
          />
          <Identities report={report} />
          <Faults report={report} million={million} />
          <div className="million-columns">
            <BoardPanel report={report} />
            <StagesPanel report={report} />
          </div>
        </>
      )}
      <LeftOut />
    </article>
  )
}

function LeftOut(): JSX.Element {
  return (
    <Region name="What to know of it" className="panel">
      <h2>What to know of it</h2>
      <ul className="million-notes">
        <li>
          Every viewer makes an event every ten seconds. Most are heartbeats of players; of 100 events 70 are,
          20 are other events of a player, 8 browsing, 2 quality. One in a hundred is sent again with the same
          id, one in two hundred is broken, and two mobile viewers in a hundred are out of reach and deliver
          later.
        </li>
        <li>
          Rates and shares are of the last five seconds. The share is of the time of the worker, waiting for
          memory and for other programs included: a browser does not tell the time of its processor.
        </li>
        <li>
          The log is counted, partition by partition; its bytes are not kept, for a million events a second
          would be half a gigabyte of them. At the rates of the trending lab, and for files of your own
          events, the same topics are written as real segments. Networks between the parts are left out, but
          for a delay of up to a quarter of a second from device to gateway.
        </li>
        <li>
          In a hidden tab browsers may slow timers down. Workers are spared by most; where one is not, the
          page says how long it was held back.
        </li>
      </ul>
    </Region>
  )
}
