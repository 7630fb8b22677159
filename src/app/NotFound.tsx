import type { JSX } from 'react'
import { PlaceList } from './PlaceList.tsx'

/** An address that leads nowhere, and where one may have meant to go. */
export function NotFound({ what }: { readonly what: string }): JSX.Element {
  return (
    <section className="lost">
      <h1>Nothing flows here.</h1>
      <p>{what} The address may have been cut off, or typed from memory.</p>
      <p>
        <a href="#/">The start page</a>, or one of these:
      </p>
      <PlaceList />
    </section>
  )
}
