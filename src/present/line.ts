import { unwrap, wrap, type Body } from './messages.ts'
import { newName } from './name.ts'

/** How the windows of one presentation hear each other. */
export interface Line {
  readonly session: string
  /** This window's own name. */
  readonly own: string
  say(body: Body): void
  /** Hears what others say; returns how to stop that. */
  hear(listener: (body: Body, from: string) => void): () => void
  close(): void
}

/**
 * Opens the line of a presentation: all windows of this browser that have our origin and name the same session. Null
 * where the browser has no such thing, or refuses it to this page.
 */
export function openLine(session: string, own = newName()): Line | null {
  let channel: BroadcastChannel
  try {
    channel = new BroadcastChannel(`millrace.presentation.${session}`)
  } catch {
    return null
  }
  const listeners = new Set<(body: Body, from: string) => void>()
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = unwrap(session, data)
    if (said !== null) for (const listener of listeners) listener(said.body, said.from)
  })
  return {
    session,
    own,
    say: (body) => channel.postMessage(wrap(session, own, body)),
    hear: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => channel.close(),
  }
}
