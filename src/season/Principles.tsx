import type { JSX } from 'react'
import { PRINCIPLES } from './data/ideas.ts'
import { doorHref } from './data/links.ts'
import './style.css'

/** Five principles, each with the lab that shows it. */
export function Principles({ base }: { readonly base: string }): JSX.Element {
  const newTab = base === '' ? {} : { target: '_blank', rel: 'noreferrer' }
  return (
    <ol className="principles" data-own-keys>
      {PRINCIPLES.map(({ name, from, points, shown }) => (
        <li key={name}>
          <div className="principle-head">
            <h3>{name}</h3>
            <p className="muted">{from}</p>
          </div>
          <ul>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
          <p className="principle-shown">
            <a href={doorHref(shown.route, base)} {...newTab}>
              {shown.title}
            </a>
            : {shown.what}
          </p>
        </li>
      ))}
    </ol>
  )
}
