const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A name for a presentation or a window: eight letters and figures that nobody mixes up. */
export function newName(): string {
  const random = crypto.getRandomValues(new Uint8Array(8))
  return [...random].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}
