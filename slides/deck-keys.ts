/** Keys that move through a deck: a presenter's remote sends these. */
const NAVIGATION = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
])

/** Parts of a slide whose controls have keys of their own: labs, and what else there is to press. */
const HANDS_ON = '[data-lab], [data-own-keys]'

/**
 * Whether a key belongs to the control that has the focus rather than to the deck. Inside a lab, letters, Space
 * and the like are the lab's. Arrows are the deck's, except in a field or slider that someone reached by keyboard:
 * a click never keeps the focus there (see `releaseFocusAfterClicks`).
 */
export function keepsKey(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  // Over the slide lies an open window: Escape closes it, wherever the focus is.
  const part = target?.closest(`${HANDS_ON}, dialog, [popover]`) ?? document.querySelector('dialog:modal')
  if (target === null || part === null) return false
  if (!NAVIGATION.has(event.key)) return true
  // Reveal calls the whole deck an application: only one within the part counts.
  const field = target.closest('input, select, textarea, [role="application"]')
  return field !== null && part.contains(field)
}

/**
 * After a click inside a lab the focus goes back to the deck, so that the next arrow advances. Text fields keep it,
 * and so does a control that is used by keyboard.
 */
export function releaseFocusAfterClicks(): void {
  // Not `:focus-visible`: a list that was clicked counts as reached by keyboard once any key was pressed before.
  let isByKeyboard = false
  document.addEventListener('keydown', () => (isByKeyboard = true), { capture: true })
  document.addEventListener('pointerdown', () => (isByKeyboard = false), { capture: true })
  document.addEventListener('pointerup', ({ target }) => {
    if (!(document.activeElement instanceof HTMLSelectElement)) releaseFocus(target) // its list is open
  })
  document.addEventListener('change', ({ target }) => {
    if (!isByKeyboard) releaseFocus(target)
  })
}

function releaseFocus(target: EventTarget | null): void {
  if (!(target instanceof Element) || target.closest(HANDS_ON) === null) return
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused.closest(HANDS_ON) === null) return
  const isTyping = focused instanceof HTMLInputElement && ['number', 'text'].includes(focused.type)
  if (!isTyping) focused.blur()
}
