import { useEffect, useMemo, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('hashchange', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('hashchange', listener)
  }
}

/** Notes where one is on the page, without a step in the history; `hash` begins with `#`. */
export function noteHash(hash: string): void {
  history.replaceState(history.state, '', hash)
  for (const listener of listeners) listener()
}

/** What follows the `?` of the address behind `#`; it follows the person, from link to link. */
export function useQuery(): URLSearchParams {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return useMemo(() => new URLSearchParams(hash.split('?')[1] ?? ''), [hash])
}

/** Brings what the address asks for into view; `id` is that of its element, null for nothing. */
export function useInView(id: string | null): void {
  useEffect(() => {
    if (id !== null) document.getElementById(id)?.scrollIntoView({ block: 'start' })
  }, [id])
}
