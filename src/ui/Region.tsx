import type { JSX, ReactNode } from 'react'

interface RegionProps {
  readonly name: string
  readonly className: string
  readonly children: ReactNode
}

/** A named part of a page. No `section`: reveal.js takes every section within a slide for a slide of its own. */
export function Region({ name, className, children }: RegionProps): JSX.Element {
  return (
    <div role="region" aria-label={name} className={className}>
      {children}
    </div>
  )
}
