/** What a key does in the presenter's window. */
export type PresenterKey =
  'next' | 'previous' | 'first' | 'last' | 'black' | 'overview' | 'reset' | 'clock' | 'start' | 'end'

const KEYS: Readonly<Record<string, PresenterKey>> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ' ': 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  PageUp: 'previous',
  Home: 'first',
  End: 'last',
  b: 'black',
  B: 'black',
  '.': 'black',
  o: 'overview',
  O: 'overview',
  r: 'reset',
  R: 'reset',
  t: 'clock',
  T: 'clock',
  // A remote's button that begins, and, pressed again, ends a show.
  F5: 'start',
  Escape: 'end',
}

/** The one for an event; null where it is not ours, or belongs to the control that has the focus. */
export function presenterKey(event: KeyboardEvent): PresenterKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.target instanceof Element ? event.target : null
  const isRemotes = event.key.startsWith('Page') || event.key === 'F5'
  if (!isRemotes && target?.closest('input, select, textarea') !== null && target !== null) return null
  const isOnButton = target !== null && target.closest('button, a, summary') !== null
  if (event.key === ' ' && isOnButton) return null
  // Notes that are longer than their place are read by keyboard, too.
  const scrolls = ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)
  if (scrolls && target?.closest('[data-scrolls]') !== null && target !== null) return null
  return KEYS[event.key] ?? null
}
