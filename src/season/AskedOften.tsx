import type { JSX } from 'react'
import { QUESTIONS, questionRoute } from './data/faq.ts'
import { doorHref } from './data/links.ts'

/** For a slide's notes: what is asked there, each with the way to its answer. */
export function AskedOften({ slide }: { readonly slide: number }): JSX.Element {
  const questions = QUESTIONS.filter(({ slides }) => slides.includes(slide))
  return (
    <p>
      <b>Asked often:</b>{' '}
      {questions.map(({ id, asks }, i) => (
        <span key={id}>
          {i > 0 && ' · '}
          <a href={doorHref(questionRoute(id), '../')} target="_blank" rel="noreferrer">
            {asks}
          </a>
        </span>
      ))}
    </p>
  )
}
