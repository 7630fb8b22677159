import { useSyncExternalStore, type JSX } from 'react'
import { useInView, useQuery } from '../ui/use-query.ts'
import { FAQ, QUESTIONS, questionRoute } from './data/faq.ts'
import type { Question } from './data/faq/question.ts'
import { doorHref, slideHref } from './data/links.ts'
import './faq.css'

const idOf = (question: string): string => `q-${question}`

/** From here on the list stands beside the answers, as in faq.css; below it would be a screen of links before the first. */
const WIDE = matchMedia('(min-width: 960px)')

function onWidth(changed: () => void): () => void {
  WIDE.addEventListener('change', changed)
  return () => WIDE.removeEventListener('change', changed)
}

/** What is asked of the episode: plain answers, and for each the moment of a lab that shows it. */
export function FaqPage(): JSX.Element {
  const asked = useQuery().get('q')
  useInView(asked === null ? null : idOf(asked))
  const isWide = useSyncExternalStore(onWidth, () => WIDE.matches)
  return (
    <article className="faq">
      <header>
        <h1>Asked often</h1>
        <p className="lead">
          {QUESTIONS.length} questions that come up at these slides, answered in a few sentences. Each leads
          to the very moment of a lab that shows it: see whether it is true.
        </p>
      </header>
      <nav aria-label="All questions">
        <details className="faq-list" open={isWide}>
          <summary>All {QUESTIONS.length} questions</summary>
          {FAQ.map(({ id, title, questions }) => (
            <div key={id}>
              <h2>{title}</h2>
              <ul>
                {questions.map((question) => (
                  <li key={question.id}>
                    <a href={doorHref(questionRoute(question.id), '')}>{question.asks}</a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      </nav>
      <div className="faq-answers">
        {FAQ.map(({ id, title, questions }) => (
          <section key={id} aria-labelledby={`faq-${id}`}>
            <h2 id={`faq-${id}`}>{title}</h2>
            {questions.map((question) => (
              <Answer key={question.id} question={question} isAsked={question.id === asked} />
            ))}
          </section>
        ))}
        <p className="muted small">
          Where a slide’s sketch and the real thing differ is in{' '}
          <a href="./#/coverage">where everything is</a>, point by point.
        </p>
      </div>
    </article>
  )
}

interface AnswerProps {
  readonly question: Question
  readonly isAsked: boolean
}

function Answer({
  question: { id, asks, answer, shown, sources, slides },
  isAsked,
}: AnswerProps): JSX.Element {
  return (
    <div id={idOf(id)} className="faq-item" data-asked={isAsked}>
      <h3>
        <a href={doorHref(questionRoute(id), '')} title="A link to this question">
          {asks}
        </a>
      </h3>
      <p>{answer}</p>
      <ul className="faq-shown">
        {shown.map(({ title, route, what }) => (
          <li key={route}>
            <a href={doorHref(route, '')}>{title}</a> <span>{what}</span>
          </li>
        ))}
      </ul>
      <p className="faq-source">
        {sources.length === 0
          ? 'Source: the run itself'
          : sources.map(({ name, url }, i) => (
              <span key={url}>
                {i === 0 ? 'Source: ' : ', '}
                <a href={url} target="_blank" rel="noreferrer">
                  {name}
                </a>
              </span>
            ))}
        {slides.map((slide, i) => (
          <span key={slide}>
            {i === 0 ? ' · Slide ' : ', '}
            <a href={slideHref(slide, '')}>{slide}</a>
          </span>
        ))}
      </p>
    </div>
  )
}
