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

/** What the address said when it was last heard of, or noted. */
let known: string | null = null

function subscribe(listener: () => void): () => void {
  known = location.hash
  const hear = (): void => {
    known = location.hash
    listener()
  }
  addEventListener('hashchange', hear)
  return () => removeEventListener('hashchange', hear)
}

/** The part of the address behind `#`; re-renders when the person goes elsewhere (not when we only note where we are). */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash)

/**
 * Notes where one is, without a step in the history and without telling the listeners. Not over an address to which the
 * person has just gone: the page hears of it a moment later, and would find its own note there.
 */
export function noteRoute(route: string): void {
  if (known !== null && location.hash !== known) return
  history.replaceState(history.state, '', route)
  known = location.hash
}

export const goTo = (route: string): void => {
  location.hash = route
}
