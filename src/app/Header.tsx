import type { JSX } from 'react'
import { useStore } from 'zustand'
import { LABS } from '../labs/registry.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { preferences, type Preferences } from '../state/preferences.ts'
import { Button } from '../ui/Button.tsx'
import { closePopover, Popover } from '../ui/Popover.tsx'
import { openPalette } from './palette-store.ts'
import { deck } from './deck-store.ts'
import { labRoute, SEGMENTS_ROUTE, type Route } from './route.ts'

const NEXT_THEME: Record<Preferences['theme'], Preferences['theme']> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
}

const SEGMENTS = 'Log segments'

/** Where one is, where one can go, and how it looks. */
export function Header({ route }: { readonly route: Route }): JSX.Element {
  const theme = useStore(preferences, (state) => state.theme)
  const isDeckOpen = useStore(deck, (state) => state.open)
  const current = route.path[0] === 'lab' ? LABS.find(({ id }) => id === route.path[1]) : undefined
  const isSegments = route.path[0] === 'segments'
  const title = isSegments ? SEGMENTS : (current?.title ?? 'Labs')
  return (
    <header className="app-header">
      <a className="brand" href="#/" aria-label="Millrace, start page">
        <img src="./favicon.svg" alt="" width="26" height="26" />
        <span>Millrace</span>
      </a>
      <nav aria-label="Labs">
        <div className="nav-row">
          <LabLinks current={current} isSegments={isSegments} />
        </div>
        <div className="nav-menu">
          <Popover label={<MenuLabel title={title} />} className="button">
            <div className="nav-list">
              <LabLinks current={current} isSegments={isSegments} />
            </div>
          </Popover>
        </div>
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
    </header>
  )
}

interface LabLinksProps {
  readonly current: AnyLab | undefined
  readonly isSegments: boolean
}

/** Drawn twice, of which a window shows one: a row, or a menu where a row has no room. */
function LabLinks({ current, isSegments }: LabLinksProps): JSX.Element[] {
  const places = LABS.map((lab) => ({ href: labRoute(lab.id), title: lab.title, isHere: lab === current }))
  return [...places, { href: SEGMENTS_ROUTE, title: SEGMENTS, isHere: isSegments }].map(
    ({ href, title, isHere }) => (
      <a
        key={href}
        href={href}
        aria-current={isHere ? 'page' : undefined}
        onClick={({ currentTarget }) => closePopover(currentTarget)}
      >
        {title}
      </a>
    ),
  )
}

const MenuLabel = ({ title }: { readonly title: string }): JSX.Element => (
  <span>
    {title} <span aria-hidden="true">▾</span>
  </span>
)
