import * as v from 'valibot'
import { createStore } from 'zustand/vanilla'

/** Each value stands for itself: one that makes no sense gives way to the usual, and the others stay. */
const schema = v.object({
  theme: v.fallback(v.picklist(['light', 'dark', 'system']), 'system'),
  /** 'system': as the system says. */
  motion: v.fallback(v.picklist(['full', 'calm', 'system']), 'system'),
  /** Single keys as shortcuts. */
  shortcuts: v.fallback(v.boolean(), true),
  /** Steps ticked off, by lab: "jitter" to "high/freeze". */
  ticked: v.fallback(v.record(v.string(), v.array(v.string())), {}),
})

export type Preferences = v.InferOutput<typeof schema>

const KEY = 'millrace.preferences'

/** What a person prefers and has done, on this device. Whatever was stored, something usable comes out. */
function load(): Preferences {
  try {
    const parsed = v.safeParse(schema, JSON.parse(localStorage.getItem(KEY) ?? '{}'))
    if (parsed.success) return parsed.output
  } catch {
    // No storage (a private window, a sandboxed frame) or no JSON in it: the usual will do.
  }
  return v.parse(schema, {})
}

export const preferences = createStore<Preferences>(load)

preferences.subscribe((state) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(state))
  } catch {
    // Then it holds for this visit only.
  }
})

// Another page of ours (a deck beside the app) has written: without this, the next write here would undo it.
globalThis.addEventListener?.('storage', ({ key }) => {
  if (key === KEY) preferences.setState(load())
})

/** Whether the picture shall go on in steps instead of moving. */
export function prefersCalm(): boolean {
  const { motion } = preferences.getState()
  return motion === 'system' ? matchMedia('(prefers-reduced-motion: reduce)').matches : motion === 'calm'
}
