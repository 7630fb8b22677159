import type { JSX } from 'react'
import { useStore } from 'zustand'
import { preferences, type Preferences } from '../state/preferences.ts'
import { Button } from '../ui/Button.tsx'
import { closePopover, Popover } from '../ui/Popover.tsx'
import { openPalette } from './palette-store.ts'
import { deck } from './deck-store.ts'
import { PlaceList } from './PlaceList.tsx'
import { PLACES } from './places.ts'
import type { Route } from './route.ts'

const NEXT_THEME: Record<Preferences['theme'], Preferences['theme']> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
}

/** Where one is, where one can go, and how it looks. */
export function Header({ route }: { readonly route: Route }): JSX.Element {
  const theme = useStore(preferences, (state) => state.theme)
  const isDeckOpen = useStore(deck, (state) => state.open)
  const here = `#/${route.path.join('/')}`
  const title = PLACES.flatMap(({ places }) => places).find(({ href }) => href === here)?.title ?? 'Labs'
  return (
    <header className="app-header">
      <div className="app-bar">
        <a className="brand" href="#/" aria-label="Millrace, start page">
          <img src="./favicon.svg" alt="" width="26" height="26" />
          <span>Millrace</span>
        </a>
        <nav aria-label="Labs">
          <Popover label={<MenuLabel title={title} />} className="button">
            <PlaceList here={here} onPick={closePopover} />
          </Popover>
        </nav>
        <div className="app-tools">
          <Button
            label="Slides"
            icon="slides"
            aria-pressed={isDeckOpen}
            title="The episode's slides beside this page"
            onClick={() => deck.setState({ open: !isDeckOpen })}
          />
          <Button label="Find" icon="search" title="Find a lab or a command (Ctrl K)" onClick={openPalette} />
          <Button
            label={`Theme: ${theme}`}
            icon={theme === 'dark' ? 'moon' : 'sun'}
            iconOnly
            onClick={() => preferences.setState({ theme: NEXT_THEME[theme] })}
          />
        </div>
      </div>
    </header>
  )
}

const MenuLabel = ({ title }: { readonly title: string }): JSX.Element => (
  <span>
    {title} <span aria-hidden="true">▾</span>
  </span>
)
