import type { JSX } from 'react'
import { LABS } from '../labs/registry.ts'
import { readLabAddress } from '../state/lab-address.ts'
import type { Start } from '../stage/controller.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { LabStage } from '../stage/LabStage.tsx'
import { prefersCalm } from '../state/preferences.ts'
import { absolute, labRoute, SEGMENTS_ROUTE } from './route.ts'

/** Ten seconds: what this is, with a lab already running in it. */
export function Home(): JSX.Element {
  const lab = LABS[0]
  return (
    <div className="home">
      <section className="hero">
        <h1>Streaming systems you can touch.</h1>
        <p className="lead">
          Each idea runs twice on the same packets and the same clock:{' '}
          <span className="by-hand">as one draws it on a whiteboard</span>, and as real systems ship it. You
          see where the drawing breaks, in numbers.
        </p>
      </section>
      {lab !== undefined && (
        <section className="home-lab" aria-label={`${lab.title}, running`}>
          <LabStage
            lab={lab}
            size="compact"
            start={startOf(lab)}
            addressOf={(query) => absolute(labRoute(lab.id, query))}
          />
          <p className="home-lab-more">
            This is live: press High. <a href={labRoute(lab.id)}>Open the lab</a> to drag packets, change the
            player, or bring a trace of your own.
          </p>
        </section>
      )}
      <section className="gallery" aria-label="Labs">
        <h2>Labs</h2>
        <ul>
          {LABS.map((entry) => (
            <li key={entry.id} className="card">
              <a href={labRoute(entry.id)}>
                <h3>{entry.title}</h3>
                <p>{entry.summary}</p>
                <span className="card-foot">
                  {entry.scenarios.length} scenarios
                  {entry.files === null ? '' : ` · takes ${entry.files.noun}`}
                </span>
              </a>
            </li>
          ))}
          <OtherCards />
        </ul>
      </section>
      <section className="promises">
        <h2>What you can rely on</h2>
        <ul>
          <li>Nothing is animated for show. Every number comes from the model, over every sample.</li>
          <li>
            No number changes with the frame rate, the playing speed or a hidden tab. “Check it” proves it.
          </li>
          <li>
            Time goes both ways: change something in the past, and the old future stays beside the new one.
          </li>
          <li>It all runs here, offline too. Nothing you bring leaves this device.</li>
        </ul>
      </section>
    </div>
  )
}

/** What there is beside the labs. */
const OtherCards = (): JSX.Element => (
  <>
    <li className="card">
      <a href={SEGMENTS_ROUTE}>
        <h3>Log segments</h3>
        <p>
          Open a broker’s log files, or ours: batch by batch, field by field, byte by byte, with what is wrong
          marked where it is. Keep logs of your own in this browser.
        </p>
        <span className="card-foot">takes .log, .index and .timeindex files</span>
      </a>
    </li>
    <li className="card">
      <a href="./slides/episode8_revealjs.html">
        <h3>The episode’s slides</h3>
        <p>Streaming systems and Kafka, the season finale, with the labs running on the slides.</p>
        <span className="card-foot">opens alone; “Slides” above opens them beside a lab</span>
      </a>
    </li>
  </>
)

/** The lab's first scenario from its beginning, playing. */
const startOf = (lab: AnyLab): Start => ({
  address: readLabAddress('', lab).address,
  autoplay: !prefersCalm(),
})
