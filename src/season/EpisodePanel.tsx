import type { JSX } from 'react'
import { at } from '../shared/assert.ts'
import { Region } from '../ui/Region.tsx'
import { EPISODES, practiceUrl, type Episode } from './data/episodes.ts'
import { CONNECTIONS } from './data/ideas.ts'
import { doorHref } from './data/links.ts'
import { ActDoors } from './ActDoors.tsx'
import { LabDialog } from './LabDialog.tsx'
import { LazyEpisodeLab } from './LazyEpisodeLab.tsx'
import { Sign } from './Sign.tsx'

interface EpisodePanelProps {
  readonly id: string
  readonly number: number
  /** The way to the root of the site. */
  readonly base: string
  /** Its lab live within the panel, or behind a button where there is no room. */
  readonly labs: 'live' | 'button'
}

/** What an episode is about, the same two questions of each, and where it leads. */
export function EpisodePanel({ id, number, base, labs }: EpisodePanelProps): JSX.Element {
  const episode = at(EPISODES, number - 1)
  const { practice, lab } = episode
  const connection = CONNECTIONS.find(({ from }) => from === number)
  const isLive = labs === 'live'
  const hasActs = isLive && number === EPISODES.length
  return (
    <div id={id} className="episode">
      <Region
        name={`Episode ${number}`}
        className={`episode-inner ${isLive && lab !== null ? 'episode-with-lab' : ''}`}
      >
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
          {!hasActs && <Doors episode={episode} base={base} labs={labs} />}
        </dl>
        {lab !== null && isLive && <LazyEpisodeLab lab={lab} base={base} />}
        {hasActs && <ActDoors base={base} />}
      </Region>
    </div>
  )
}

interface DoorsProps extends Pick<EpisodePanelProps, 'base' | 'labs'> {
  readonly episode: Episode
}

/** The ways from an episode into labs: its own, where that is not in the panel, and others. */
function Doors({ episode: { structure, lab, doors }, base, labs }: DoorsProps): JSX.Element | null {
  const behind = labs === 'button' ? lab : null
  if (behind === null && doors.length === 0) return null
  const newTab = base === '' ? {} : { target: '_blank', rel: 'noreferrer' }
  const title = lab !== null && labs === 'live' ? 'Also' : doors.length > 1 ? 'Its labs' : 'Its lab'
  return (
    <div>
      <dt>{title}</dt>
      <dd className="episode-doors">
        {behind !== null && <LabDialog lab={behind} title={structure} base={base} />}
        {doors.map(({ title: name, route }) => (
          <a key={route} className="button button-plain" href={doorHref(route, base)} {...newTab}>
            {name}
          </a>
        ))}
      </dd>
    </div>
  )
}
