/** Where the closing slide and the season's page lead. Whoever gives the episode sets their own addresses here. */
interface Call {
  readonly name: string
  readonly what: string
  /** An address of one's own, `https://…`; null: there is none, and `here` is where it leads. */
  readonly address: string | null
  /** A place in the app, without the `#/` before it. */
  readonly here: string
}

export const CALLS: readonly Call[] = [
  { name: 'Run it all', what: 'every lab behind these slides', address: null, here: '' },
  { name: 'Practise', what: 'a problem for each episode', address: null, here: 'season?part=practice' },
  {
    name: 'Discuss',
    what: 'the season challenge, with your group',
    address: null,
    here: 'season?part=challenge',
  },
  {
    name: 'Season 2',
    what: 'trees, graphs, and what hides in them',
    address: null,
    here: 'season?part=next',
  },
]

/** The quick reference, from the root of the site. */
export const CARD_FILE = 'season1_quick_reference.pdf'

/** The address of a call; `base` leads to the root of the site ('' in the app, '../' on the slides). */
export const callHref = ({ address, here }: Call, base: string): string => address ?? doorHref(here, base)

export const doorHref = (route: string, base: string): string => `${base === '' ? './' : base}#/${route}`

/** The deck at a slide, counted from 1; `base` leads to the root of the site. */
export const slideHref = (slide: number, base: string): string =>
  `${base === '' ? './' : base}slides/episode8_revealjs.html#/${slide - 1}`
