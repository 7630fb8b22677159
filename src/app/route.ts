import { useSyncExternalStore } from 'react'

/** A place in the app, as the part of the address behind `#`. */
export interface Route {
  /** The parts of the path: `['lab', 'jitter']`. */
  readonly path: readonly string[]
  readonly query: string
}

/** Reads the part of an address behind `#`. Any text gives a route. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '')
  const mark = text.indexOf('?')
  const path = mark < 0 ? text : text.slice(0, mark)
  return {
    path: path.split('/').filter((part) => part !== ''),
    query: mark < 0 ? '' : text.slice(mark + 1),
  }
}

export const labRoute = (lab: string, query = ''): string => `#/lab/${lab}${query === '' ? '' : `?${query}`}`

export const toolRoute = (tool: string): string => `#/${tool}`

/** The address of a route on this very page, wherever it is served from. */
export const absolute = (route: string): string => `${location.href.split('#')[0] ?? ''}${route}`

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** The part of the address behind `#`; re-renders when the person goes elsewhere (not when we only note where we are). */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash)

/** Notes where one is, without a step in the history and without telling the listeners. */
export const noteRoute = (route: string): void => history.replaceState(history.state, '', route)

export const goTo = (route: string): void => {
  location.hash = route
}
