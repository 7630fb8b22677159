import { ACTS } from '../labs/registry.ts'
import { TOOLS } from '../tools/registry.ts'
import { labRoute, toolRoute } from './route.ts'

/** Somewhere to go. */
export interface Place {
  readonly href: string
  readonly title: string
  readonly summary: string
  readonly foot: string
}

export interface PlaceGroup {
  readonly title: string
  readonly places: readonly Place[]
}

/** Where one can go: the labs by act, then the tools. */
export const PLACES: readonly PlaceGroup[] = [
  ...ACTS.map((act) => ({
    title: act.title,
    places: act.labs.map(({ id, title, summary, foot }) => ({ href: labRoute(id), title, summary, foot })),
  })),
  {
    title: 'Slides and tools',
    places: [
      {
        href: './slides/episode8_revealjs.html',
        title: 'The episode’s slides',
        summary: 'Streaming systems and Kafka, the season finale, with the labs running on the slides.',
        foot: 'opens alone; “Slides” above opens them beside a lab',
      },
      {
        href: '#/watch',
        title: 'Watch with the labs',
        summary: 'The slides, and beside them the whole lab of the slide that is on, moved by it.',
        foot: 'a lab that you change is yours until you follow again',
      },
      ...TOOLS.map(({ id, title, summary, foot }) => ({ href: toolRoute(id), title, summary, foot })),
    ],
  },
]
