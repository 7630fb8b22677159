import type { JSX } from 'react'
import { BESIDE } from './data/beside.ts'
import { QUESTIONS, questionRoute } from './data/faq.ts'
import { doorHref } from './data/links.ts'
import { LazyEpisodeLab } from './LazyEpisodeLab.tsx'
import './style.css'
import './beside.css'

/**
 * What belongs to a slide that has no lab of its own: a lab at the moment that fits, what is asked there, and ways on.
 * Null where there is nothing of the kind.
 */
export function BesideSlide({ slide }: { readonly slide: number }): JSX.Element | null {
  const beside = BESIDE.find((each) => each.slide === slide)
  if (beside === undefined) return null
  const questions = QUESTIONS.filter(({ slides }) => slides.includes(slide))
  return (
    <div className="beside">
      <header>
        <h1>{beside.title}</h1>
        <p>{beside.why}</p>
      </header>
      <LazyEpisodeLab lab={beside.lab} base="" />
      {questions.length > 0 && (
        <section aria-labelledby="beside-asked">
          <h2 id="beside-asked">Asked at this slide</h2>
          {questions.map(({ id, asks, answer }) => (
            <details key={id} className="beside-question">
              <summary>{asks}</summary>
              <p>
                {answer} <a href={doorHref(questionRoute(id), '')}>Where to see it</a>
              </p>
            </details>
          ))}
        </section>
      )}
      <section aria-labelledby="beside-more">
        <h2 id="beside-more">Also on this</h2>
        <ul className="beside-more">
          {beside.more.map(({ title, route, what }) => (
            <li key={route}>
              <a href={doorHref(route, '')}>{title}</a> <span className="muted">{what}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
