import { readName } from '../src/present/messages.ts'

/**
 * What this copy of the deck is for, by its address: `?session=` is a deck that others may follow, `?follow=` a window
 * that follows, `?presenter=` the presenter's window, `?receiver` one slide as a still picture, `?view=print` all slides
 * on paper, with `&notes` below each, or with `&notes=page` on pages of their own.
 */
export type Mode =
  | { readonly kind: 'lead'; readonly session: string | null }
  | { readonly kind: 'follow' | 'presenter'; readonly session: string }
  | { readonly kind: 'still' }
  | { readonly kind: 'print'; readonly notes: 'none' | 'below' | 'page' }

export function readMode(search: string): Mode {
  const query = new URLSearchParams(search)
  if (query.has('receiver')) return { kind: 'still' }
  if (query.has('print-pdf') || query.get('view') === 'print') {
    const notes = query.get('notes')
    return { kind: 'print', notes: notes === null ? 'none' : notes === 'page' ? 'page' : 'below' }
  }
  for (const kind of ['follow', 'presenter'] as const) {
    const session = readName(query.get(kind))
    if (session !== null) return { kind, session }
  }
  return { kind: 'lead', session: readName(query.get('session')) }
}
