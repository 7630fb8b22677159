import type { JSX } from 'react'
import { LABS } from '../labs/registry.ts'
import { labRoute } from './route.ts'

/** An address that leads nowhere, and where one may have meant to go. */
export function NotFound({ what }: { readonly what: string }): JSX.Element {
  return (
    <section className="lost">
      <h1>Nothing flows here.</h1>
      <p>{what} The address may have been cut off, or typed from memory. These exist:</p>
      <ul>
        {LABS.map((lab) => (
          <li key={lab.id}>
            <a href={labRoute(lab.id)}>{lab.title}</a>
          </li>
        ))}
        <li>
          <a href="#/">The start page</a>
        </li>
      </ul>
    </section>
  )
}
