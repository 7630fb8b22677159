import type { JSX } from 'react'
import { noteHash, useInView, useQuery } from '../ui/use-query.ts'
import { EPISODES } from './data/episodes.ts'
import { CHALLENGE, STATISTICS } from './data/closing.ts'
import { NEXT_SEASON } from './data/next-season.ts'
import { Badges } from './Badges.tsx'
import { Calls } from './Calls.tsx'
import { EpisodePanel } from './EpisodePanel.tsx'
import { Forest } from './Forest.tsx'
import { Journey } from './Journey.tsx'
import { OneStream } from './OneStream.tsx'
import { Principles } from './Principles.tsx'
import { ReferenceTable } from './ReferenceTable.tsx'

const PANEL = 'season-episode'

function episodeAsked(query: URLSearchParams): number {
  const number = Number(query.get('episode') ?? EPISODES.length)
  return EPISODES.some((episode) => episode.number === number) ? number : EPISODES.length
}

/** The season to step through: its time line, its theme, and what to take along. */
export function SeasonPage(): JSX.Element {
  const query = useQuery()
  const chosen = episodeAsked(query)
  useInView(query.get('part'))
  const choose = (episode: number): void => noteHash(`#/season?episode=${episode}`)
  return (
    <article className="season">
      <header>
        <h1>Season 1: The Invisible Linked List</h1>
        <p className="lead">
          Eight episodes, eight structures, one theme: time. Press an episode. Ask the same two questions of
          each: what does it keep, and what does it throw away?
        </p>
      </header>
      <section aria-label="The journey" className="season-card">
        <h2 className="visually-hidden">The journey</h2>
        <Journey told="theme" chosen={chosen} onChoose={choose} panel={PANEL} />
        <EpisodePanel id={PANEL} number={chosen} base="" labs="live" />
      </section>
      <Theme />
      <section id="principles" className="season-card">
        <h2>Five engineering principles</h2>
        <Principles base="" />
      </section>
      <section id="practice" className="season-card">
        <h2>Quick reference, and a problem for each episode</h2>
        <ReferenceTable base="" />
        <p className="muted small">
          The season names no problems. These are our choice, with their numbers and names on leetcode.com.
        </p>
      </section>
      <section id="mastered" className="season-card">
        <h2>What you have mastered</h2>
        <Badges base="" />
      </section>
      <Challenge />
      <section id="next" className="season-card">
        <h2>{NEXT_SEASON}</h2>
        <p>
          Time was a line. Data is often not: it branches and it connects. Press a picture for its next step.
        </p>
        <Forest live />
      </section>
      <Numbers />
    </article>
  )
}

const Challenge = (): JSX.Element => (
  <section id="challenge" className="season-card">
    <h2>The season challenge</h2>
    <p>{CHALLENGE.task}</p>
    <ul className="challenge">
      {CHALLENGE.parts.map(({ what, from }) => (
        <li key={what}>
          {what} <span className="muted">({from})</span>
        </li>
      ))}
    </ul>
    <p>For each part, say what it keeps, what it throws away, and what happens when a server dies.</p>
  </section>
)

const Theme = (): JSX.Element => (
  <section id="theme" className="season-card">
    <h2>Time as a data structure</h2>
    <p>
      One stream goes through all six structures at once. Each square is an event; an empty one has been let
      go.
    </p>
    <OneStream live={false} />
    <p className="muted small">
      The system of slide 20, with small rooms. A real one has an LRU of thousands and a ring of ten thousand
      slots. What is spread over servers is keys: time itself can’t be distributed.
    </p>
  </section>
)

const Numbers = (): JSX.Element => (
  <section id="numbers" className="season-card">
    <h2>The season in numbers</h2>
    <dl className="season-numbers">
      {STATISTICS.map(({ value, what }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <Calls base="" />
    <p>
      <a href="./#/faq">Asked often</a>: questions that come up at the slides.{' '}
      <a href="./#/coverage">Where everything is</a>: each part of the episode, and every point where its
      sketch is not the real thing.
    </p>
  </section>
)
