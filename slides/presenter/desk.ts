import { createStore, type StoreApi } from 'zustand/vanilla'
import { Listener, type Heard } from '../../src/present/listener.ts'
import { openLine } from '../../src/present/line.ts'
import type { Order } from '../../src/present/messages.ts'
import { Talk } from './talk.ts'

/** What a presenter works with, for as long as the window is open. */
export interface Desk {
  readonly session: string
  /** What the deck says of itself. */
  readonly heard: StoreApi<Heard>
  /** Whether this browser lets no window hear another one. */
  readonly isDeaf: boolean
  readonly talk: Talk
  readonly steer: (order: Order) => void
}

/** Joins a presentation whose slides were made for `drawn` seconds each. */
export function openDesk(session: string, drawn: readonly number[]): Desk {
  const talk = new Talk(session, drawn)
  const line = openLine(session)
  if (line === null) {
    const heard = createStore<Heard>(() => ({ contact: 'waiting', state: null }))
    return { session, heard, isDeaf: true, talk, steer: () => {} }
  }
  const listener = new Listener(line, 'presenter')
  listener.heard.subscribe(({ state }) => {
    if (state !== null) talk.turnTo(state.place.slide)
  })
  return { session, heard: listener.heard, isDeaf: false, talk, steer: (order) => listener.steer(order) }
}
