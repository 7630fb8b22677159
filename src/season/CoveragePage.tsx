import { Fragment, type JSX } from 'react'
import { useInView, useQuery } from '../ui/use-query.ts'
import { COVERAGE } from './data/coverage.ts'
import type { Place, Row } from './data/inventory/row.ts'
import { QUESTIONS, questionRoute } from './data/faq.ts'
import { doorHref, slideHref } from './data/links.ts'
import './coverage.css'

/** Where everything of the episode is: its slides, animations and terms, and what is not as it was drawn. */
export function CoveragePage(): JSX.Element {
  useInView(useQuery().get('part'))
  const count = COVERAGE.reduce((sum, { rows }) => sum + rows.length, 0)
  return (
    <article className="coverage">
      <header>
        <h1>Where everything is</h1>
        <p className="lead">
          What the episode’s storyboard asks for, point by point, and every point where its sketch is not the
          real thing: {count} of them, each with where it is. What is left out says why.
        </p>
        <ul className="coverage-groups">
          {COVERAGE.map(({ id, title }) => (
            <li key={id}>
              <a href={`./#/coverage?part=${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </header>
      {COVERAGE.map(({ id, title, rows: own }) => (
        <section key={id} id={id}>
          <h2>{title}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">No.</th>
                <th scope="col">What</th>
                <th scope="col">Where</th>
              </tr>
            </thead>
            <tbody>
              {own.map((row) => (
                <Line key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </article>
  )
}

const Line = ({ row }: { readonly row: Row }): JSX.Element => (
  <tr id={row.id}>
    <th scope="row">{row.id}</th>
    <td>{row.what}</td>
    <td>
      <ul>
        {onePlaceEach(row.places).map((place) => (
          <li key={JSON.stringify(place)}>
            <Where place={place} />
          </li>
        ))}
      </ul>
      {row.leftOut !== undefined && (
        <p>
          <b>Left out:</b> {row.leftOut}
        </p>
      )}
    </td>
  </tr>
)

/** A slide that says three things of a row is one place to go to. */
const onePlaceEach = (places: readonly Place[]): readonly Place[] =>
  places.filter(
    (place, i) =>
      place.kind !== 'slide' ||
      places.findIndex((other) => other.kind === 'slide' && other.slide === place.slide) === i,
  )

/** A path breaks after a folder, or between the words of a name, if it must. */
const breakable = (path: string): JSX.Element[] =>
  path.split(/(?<=[/_])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))

function Where({ place }: { readonly place: Place }): JSX.Element {
  switch (place.kind) {
    case 'page':
      return <a href={doorHref(place.route, '')}>{place.name}</a>
    case 'slide':
      return <a href={slideHref(place.slide, '')}>Slide {place.slide}</a>
    case 'file':
      return <code>{breakable(place.file)}</code>
    case 'question':
      return (
        <a href={doorHref(questionRoute(place.id), '')}>
          {QUESTIONS.find(({ id }) => id === place.id)?.asks ?? place.id}
        </a>
      )
  }
}
