import type { CSSProperties, JSX } from 'react'

interface CodeProps {
  /** Highlighted HTML of a region of our own source, made at build time. */
  readonly html: string
  /** Where it runs. */
  readonly from: string
}

/** A region of the running source. */
export function Code({ html, from }: CodeProps): JSX.Element {
  return (
    <figure className="code" style={{ '--longest': longestLine(html) } as CSSProperties}>
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

/** How many characters the longest line has: the type is as large as that allows. */
const longestLine = (html: string): number =>
  Math.max(
    ...html
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/&[^;]+;/g, '.')
      .split('\n')
      .map((line) => line.length),
  )
