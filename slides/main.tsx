import { createRoot } from 'react-dom/client'
import { preferences } from '../src/state/preferences.ts'
import { workOffline } from '../src/state/offline.ts'
import { DECK } from './deck.tsx'
import { releaseFocusAfterClicks } from './deck-keys.ts'
import { RevealDeck } from './RevealDeck.tsx'
import '../src/styles/index.css'
import './theme.css'
import './title.css'
import './column.css'

const root = document.getElementById('deck')
if (root === null) throw new Error('the deck page has an element #deck')

const { theme } = preferences.getState()
document.documentElement.dataset['theme'] = theme

releaseFocusAfterClicks()

// No StrictMode here: Reveal takes over this markup once, and does not survive being started twice.
createRoot(root).render(<RevealDeck slides={DECK} />)

workOffline('../', () => {})
