import { Link } from '../threads/link.ts'
import type { StorageHost } from './worker/host.ts'

export type StorageLink = Link<StorageHost>

let link: StorageLink | null = null

/** The page's one worker for kept logs: started by the first who asks, and again if it died. */
export function storage(): StorageLink {
  if (link === null || link.isOver) {
    link = new Link<StorageHost>(
      new Worker(new URL('./worker/storage.worker.ts', import.meta.url), { type: 'module' }),
    )
    // A page that is put away must not hold files: another one may want them.
    addEventListener('pagehide', () => link?.close(), { once: true })
  }
  return link
}

/** Asks the browser not to clear our files away when its disk runs short. It may decline, and that is no error. */
export async function askToPersist(): Promise<void> {
  try {
    await navigator.storage?.persist?.()
  } catch {
    // It has no such promise to give.
  }
}
