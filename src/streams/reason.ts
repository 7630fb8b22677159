/** A reason as it was given: tee() makes one list of both branches'. */
export function inWords(reason: unknown): string {
  if (Array.isArray(reason)) return reason.map(inWords).join(', ')
  if (reason instanceof Error) return reason.message
  return typeof reason === 'string' ? reason : 'no reason given'
}
