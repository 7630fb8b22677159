import type { JSX } from 'react'

interface CodeProps {
  /** Highlighted HTML of a region of our own source, made at build time. */
  readonly html: string
  /** Where it runs. */
  readonly from: string
}

/** A region of the running source. */
export function Code({ html, from }: CodeProps): JSX.Element {
  return (
    <figure className="code">
      <div
        tabIndex={0}
        role="region"
        aria-label={`Code from ${from}`}
        data-prevent-swipe
        dangerouslySetInnerHTML={{ __html: html }}
      />
      <figcaption>{from}</figcaption>
    </figure>
  )
}
