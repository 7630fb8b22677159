import { useEffect, useMemo, useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
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
