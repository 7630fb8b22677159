import type { JSX } from 'react'
import { at } from '../shared/assert.ts'
import { Region } from '../ui/Region.tsx'
import { EPISODES, practiceUrl } from './data/episodes.ts'
import { CONNECTIONS } from './data/ideas.ts'
import { doorHref } from './data/links.ts'
import { Sign } from './Sign.tsx'

interface EpisodePanelProps {
  readonly id: string
  readonly number: number
  /** The way to the root of the site. */
  readonly base: string
}

/** What an episode is about, the same two questions of each, and where it leads. */
export function EpisodePanel({ id, number, base }: EpisodePanelProps): JSX.Element {
  const episode = at(EPISODES, number - 1)
  const { practice, doors } = episode
  const connection = CONNECTIONS.find(({ from }) => from === number)
  const newTab = base === '' ? {} : { target: '_blank', rel: 'noreferrer' }
  return (
    <div id={id} className="episode">
      <Region name={`Episode ${number}`} className="episode-inner">
        <header className="episode-head">
          <Sign path={episode.icon} size={30} />
          <div>
            <h3>
              {number}. {episode.question}
            </h3>
            <p className="muted">
              {episode.structure} → {episode.product}
            </p>
          </div>
        </header>
        <div className="episode-told">
          <p className="by-hand">{episode.summary}</p>
          <p>
            <b className="as-shipped">In production:</b> {episode.production}
          </p>
        </div>
        <dl className="episode-two">
          <div data-fate="kept">
            <dt>What does it keep?</dt>
            <dd>{episode.keeps}</dd>
          </div>
          <div data-fate="gone">
            <dt>What does it throw away?</dt>
            <dd>{episode.discards}</dd>
          </div>
        </dl>
        <dl className="episode-more">
          {connection !== undefined && (
            <div>
              <dt>In episode 8: {connection.idea}</dt>
              <dd>
                {connection.holds} <b>But:</b> {connection.breaks}
              </dd>
            </div>
          )}
          <div>
            <dt>On LeetCode</dt>
            <dd>
              <a href={practiceUrl(practice)} target="_blank" rel="noreferrer">
                {practice.number}. {practice.name}
              </a>
              . <span className="practice-why">{practice.why}</span>
            </dd>
          </div>
          {doors.length > 0 && (
            <div>
              <dt>{doors.length === 1 ? 'Its lab' : 'Its labs'}</dt>
              <dd className="episode-doors">
                {doors.map(({ title, route }) => (
                  <a key={route} className="button button-plain" href={doorHref(route, base)} {...newTab}>
                    {title}
                  </a>
                ))}
              </dd>
            </div>
          )}
        </dl>
      </Region>
    </div>
  )
}
