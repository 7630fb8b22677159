import { lazy, Suspense, type JSX } from 'react'
import { createRoot } from 'react-dom/client'
import { preferences } from '../src/state/preferences.ts'
import { workOffline } from '../src/state/offline.ts'
import { DECK } from './deck.tsx'
import { releaseFocusAfterClicks } from './deck-keys.ts'
import { readMode, type Mode } from './mode.ts'
import { RevealDeck } from './RevealDeck.tsx'
import { StillSlide } from './StillSlide.tsx'
import '../src/styles/index.css'
import './theme.css'
import './title.css'
import './column.css'
import './present.css'

const root = document.getElementById('deck')
if (root === null) throw new Error('the deck page has an element #deck')

const mode = readMode(location.search)
const { theme } = preferences.getState()
// Paper is white; and whoever presents sits in the dark.
const themeOf = { print: 'light', presenter: 'dark', still: theme, follow: theme, lead: theme } as const
document.documentElement.dataset['theme'] = themeOf[mode.kind]

const PresenterPage = lazy(async () => ({
  default: (await import('./presenter/PresenterPage.tsx')).PresenterPage,
}))

releaseFocusAfterClicks()

// No StrictMode here: Reveal takes over this markup once, and does not survive being started twice.
createRoot(root).render(<Root mode={mode} />)

workOffline('../', () => {})

function Root({ mode: shown }: { readonly mode: Mode }): JSX.Element {
  if (shown.kind === 'still') return <StillSlide slides={DECK} />
  if (shown.kind !== 'presenter') return <RevealDeck slides={DECK} mode={shown} />
  return (
    <Suspense fallback={null}>
      <PresenterPage slides={DECK} session={shown.session} />
    </Suspense>
  )
}
