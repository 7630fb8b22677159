import { Fragment, type JSX } from 'react'
import { LabOf } from '../labs/LabOf.tsx'
import { LABS } from '../labs/registry.ts'
import { readLabAddress } from '../state/lab-address.ts'
import type { Start } from '../stage/controller.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { LabStage } from '../stage/LabStage.tsx'
import { prefersCalm } from '../state/preferences.ts'
import { PLACES } from './places.ts'
import { absolute, labRoute } from './route.ts'

/** Ten seconds: what this is, with a lab already running in it. */
export function Home(): JSX.Element {
  const [first] = LABS
  return (
    <div className="home">
      <section className="hero">
        <h1>Streaming systems you can touch.</h1>
        <p className="lead">
          Calls, video players, buffers and logs, simulated in your browser. Each idea runs twice, on the same
          input and the same clock: <span className="by-hand">as one draws it on a whiteboard</span>, and as{' '}
          <span className="as-shipped">real systems ship it</span>. You see where the drawing breaks, in
          numbers.
        </p>
      </section>
      {first !== undefined && (
        <section className="home-lab" aria-label={`${first.title}, running`}>
          <p className="home-lab-what">
            Running now: a video call. The network delivers its packets unevenly (that is jitter). Two players
            get the very same packets; each must show them smoothly, and soon.
          </p>
          <LabOf id={first.id} waiting={<div className="stage stage-waiting stage-compact" />}>
            {(lab) => (
              <LabStage
                lab={lab}
                size="compact"
                start={startOf(lab)}
                addressOf={(query) => absolute(labRoute(lab.id, query))}
              />
            )}
          </LabOf>
          <p className="home-lab-more">
            This is live: press Low, Medium or High. <a href={labRoute(first.id)}>Open the lab</a> to drag
            packets, choose among all its players, or bring a packet trace of your own.
          </p>
        </section>
      )}
      <section className="gallery" aria-label="Labs and tools">
        {PLACES.map((group) => (
          <Fragment key={group.title}>
            <h2>{group.title}</h2>
            <ul>
              {group.places.map(({ href, title, summary, foot }) => (
                <li key={href} className="card">
                  <a href={href}>
                    <h3>{title}</h3>
                    <p>{summary}</p>
                    <span className="card-foot">{foot}</span>
                  </a>
                </li>
              ))}
            </ul>
          </Fragment>
        ))}
      </section>
      <Promises />
    </div>
  )
}

const Promises = (): JSX.Element => (
  <section className="promises">
    <h2>What you can rely on</h2>
    <ul>
      <li>Nothing is animated for show. Every number comes from the model, over every sample.</li>
      <li>No number changes with the frame rate, the playing speed or a hidden tab. “Check it” proves it.</li>
      <li>Time goes both ways: change something in the past, and the old future stays beside the new one.</li>
      <li>It all runs here, offline too. Nothing you bring leaves this device.</li>
    </ul>
  </section>
)

/** Where the two have just parted: the last of the main scenarios, the hardest, a little after its beginning; playing. */
const startOf = (lab: AnyLab): Start => ({
  address: readLabAddress(`scenario=${lab.scenarios.findLast(({ main }) => main)?.id ?? ''}&t=2`, lab)
    .address,
  autoplay: !prefersCalm(),
})
