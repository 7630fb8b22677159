import type { JSX } from 'react'

/** An episode's or a badge's sign: strokes in the colour of the text around it. */
export const Sign = ({ path, size = 24 }: { readonly path: string; readonly size?: number }): JSX.Element => (
  <svg className="sign" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
    <path d={path} />
  </svg>
)
