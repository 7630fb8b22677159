import { createElement, Suspense, useEffect, type ComponentType, type JSX } from 'react'
import { useStore } from 'zustand'
import { preferences } from '../state/preferences.ts'
import { LabOf } from '../labs/LabOf.tsx'
import { findCard } from '../labs/registry.ts'
import { lazyView } from '../stage/define-lab.ts'
import { TOOLS } from '../tools/registry.ts'
import { AppBoundary } from './AppBoundary.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { EmbedPage } from './EmbedPage.tsx'
import { Header } from './Header.tsx'
import { Home } from './Home.tsx'
import { LabPage } from './LabPage.tsx'
import { NotFound } from './NotFound.tsx'
import { parseRoute, useHash, type Route } from './route.ts'
import { SplitView } from './SplitView.tsx'
import { UpdateNotice } from './UpdateNotice.tsx'

/** The tools' pages, each loaded when somebody goes there. */
const TOOL_PAGES: Readonly<Record<string, ComponentType>> = Object.fromEntries(
  TOOLS.map(({ id, load }) => [id, lazyView(load)]),
)

const WatchPage = lazyView(async () => (await import('./WatchPage.tsx')).WatchPage)

/** The shell: one route at a time, the deck beside it if wanted. */
export function App(): JSX.Element {
  const route = parseRoute(useHash())
  useTheme()
  useEffect(refuseStrayFiles, [])
  const embedded = route.path[0] === 'embed' ? findCard(route.path[1] ?? '') : undefined
  if (embedded !== undefined)
    return (
      <main id="main">
        <AppBoundary>
          <LabOf id={embedded.id}>{(lab) => <EmbedPage lab={lab} query={route.query} />}</LabOf>
        </AppBoundary>
      </main>
    )
  return (
    <>
      <a className="skip-link" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <Header route={route} />
      <UpdateNotice />
      <SplitView follows={isWatch(route)}>
        <main id="main" tabIndex={-1}>
          <AppBoundary key={route.path.join('/')}>
            <Page route={route} />
          </AppBoundary>
        </main>
      </SplitView>
      <CommandPalette />
    </>
  )
}

function Page({ route }: { readonly route: Route }): JSX.Element {
  const [first, second, ...rest] = route.path
  if (first === undefined) return <Home />
  if (first === 'lab' && second !== undefined && rest.length === 0) {
    if (findCard(second) !== undefined)
      return <LabOf id={second}>{(lab) => <LabPage lab={lab} query={route.query} />}</LabOf>
    return <NotFound what={`There is no lab called “${second.slice(0, 40)}”.`} />
  }
  if (isWatch(route)) return <Loading of={WatchPage} />
  const tool = second === undefined ? TOOL_PAGES[first] : undefined
  if (tool !== undefined) return <Loading of={tool} />
  return <NotFound what={`There is nothing at “${route.path.join('/').slice(0, 60)}”.`} />
}

const isWatch = ({ path }: Route): boolean => path[0] === 'watch' && path.length === 1

const Loading = ({ of }: { readonly of: ComponentType }): JSX.Element => (
  <Suspense fallback={<p className="muted">Loading…</p>}>{createElement(of)}</Suspense>
)

/** Puts the chosen theme on the document, for the stylesheets. */
function useTheme(): void {
  const theme = useStore(preferences, (state) => state.theme)
  const motion = useStore(preferences, (state) => state.motion)
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.dataset['motion'] = motion
  }, [theme, motion])
}

/** A file dropped beside a stage would be opened by the browser in the place of the page, and the run be gone. */
function refuseStrayFiles(): () => void {
  const refuse = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
  }
  addEventListener('dragover', refuse)
  addEventListener('drop', refuse)
  return () => {
    removeEventListener('dragover', refuse)
    removeEventListener('drop', refuse)
  }
}

/** The link's own hash would be taken for a route. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
