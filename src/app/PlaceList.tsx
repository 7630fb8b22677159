import type { JSX } from 'react'
import { PLACES } from './places.ts'

interface PlaceListProps {
  /** Where one is, to be marked. */
  readonly here?: string
  readonly onPick?: (link: Element) => void
}

/** Everywhere one can go, in columns. */
export const PlaceList = ({ here, onPick }: PlaceListProps): JSX.Element => (
  <div className="nav-list">
    {PLACES.map(({ title, places }) => (
      <div key={title} className="nav-group">
        <h2>{title}</h2>
        {places.map((place) => (
          <a
            key={place.href}
            href={place.href}
            aria-current={place.href === here ? 'page' : undefined}
            onClick={({ currentTarget }) => onPick?.(currentTarget)}
          >
            {place.title}
          </a>
        ))}
      </div>
    ))}
  </div>
)
