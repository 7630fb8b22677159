import type { JSX } from 'react'
import { EPISODES, type Episode } from './data/episodes.ts'
import { CONNECTIONS, THEME, VERBS } from './data/ideas.ts'
import { Sign } from './Sign.tsx'
import './style.css'

/** How much of it is told: the episodes, what joins them, the theme. */
export type Told = 'episodes' | 'lines' | 'theme'

interface JourneyProps {
  readonly told: Told
  readonly chosen: number
  readonly onChoose: (episode: number) => void
  /** The ids of the panel that a press fills. */
  readonly panel: string
}

/** The season on one time line: press an episode. Lines lead from each to what it has become in the last one. */
export function Journey({ told, chosen, onChoose, panel }: JourneyProps): JSX.Element {
  return (
    <div className="journey" data-told={told} data-own-keys>
      <Rails chosen={chosen} />
      <ol className="journey-line">
        {EPISODES.map((episode) => (
          <li key={episode.number} style={{ animationDelay: `${episode.number * 90}ms` }}>
            <Stop
              episode={episode}
              isChosen={episode.number === chosen}
              panel={panel}
              onPress={() => onChoose(episode.number)}
            />
          </li>
        ))}
      </ol>
      <ol className="journey-verbs" aria-label="What the season does with time">
        {VERBS.map(({ id, name, episodes: [first, last] }, i) => (
          <li
            key={id}
            data-lit={chosen >= first && chosen <= last}
            style={{ gridColumn: `${first} / ${last + 1}`, transitionDelay: `${i * 130}ms` }}
          >
            {name}
          </li>
        ))}
      </ol>
      <p className="journey-theme">
        <span>{THEME}</span>
      </p>
    </div>
  )
}

interface StopProps {
  readonly episode: Episode
  readonly isChosen: boolean
  readonly panel: string
  readonly onPress: () => void
}

const Stop = ({ episode, isChosen, panel, onPress }: StopProps): JSX.Element => (
  <button
    type="button"
    className="stop"
    aria-pressed={isChosen}
    aria-controls={panel}
    aria-label={`Episode ${episode.number}: ${episode.structure}, ${episode.product}. ${episode.question}`}
    onClick={onPress}
  >
    <span className="stop-sign">
      <Sign path={episode.icon} />
    </span>
    <span className="stop-number">{episode.number}</span>{' '}
    <span className="stop-words">
      <b>{episode.structure}</b> <span>{episode.product}</span>{' '}
      <span className="by-hand">{episode.question}</span>
    </span>
  </button>
)

const RAIL = { step: 25, top: 22, bottom: 206 } as const
const columnOf = (episode: number): number => episode * 100 - 50
const railY = (i: number): number => RAIL.top + i * RAIL.step

/** A line up from an episode, along, and down into the last one. */
function railPath(from: number, i: number): string {
  const [x, y] = [columnOf(from), railY(i)]
  const end = columnOf(EPISODES.length) - 15 + i * 5
  return `M${x} ${RAIL.bottom}V${y + 8}Q${x} ${y} ${x + 6} ${y}H${end - 6}Q${end} ${y} ${end} ${y + 8}V${RAIL.bottom}`
}

/** What joins the episodes. The panel tells the same in words. */
function Rails({ chosen }: { readonly chosen: number }): JSX.Element {
  const isLit = (from: number): boolean => chosen === from || chosen === EPISODES.length
  return (
    <div className="journey-rails" aria-hidden="true">
      <svg viewBox={`0 0 800 ${RAIL.bottom}`} preserveAspectRatio="none">
        {CONNECTIONS.map(({ from }, i) => (
          <path key={from} d={railPath(from, i)} data-lit={isLit(from)} vectorEffect="non-scaling-stroke" />
        ))}
      </svg>
      {CONNECTIONS.map(({ from, idea }, i) => (
        <span
          key={from}
          data-lit={isLit(from)}
          style={{ left: `${columnOf(from) / 8}%`, top: `${(100 * railY(i)) / RAIL.bottom}%` }}
        >
          {idea}
        </span>
      ))}
    </div>
  )
}
