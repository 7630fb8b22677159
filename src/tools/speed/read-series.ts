import type { Series } from '../../speed/protocol.ts'

/** What was measured, from the text in which another window tells it; null for none, and for any other text. */
export function readSeries(text: string): readonly Series[] | null {
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) && found.length > 0 && found.every(isSeries) ? found : null
  } catch {
    return null
  }
}

function isSeries(found: unknown): found is Series {
  if (typeof found !== 'object' || found === null) return false
  const { id, label, unit, values } = found as Partial<Record<keyof Series, unknown>> // each is looked at below
  return (
    [id, label, unit].every((text) => typeof text === 'string') &&
    Array.isArray(values) &&
    values.length > 0 &&
    values.every((value) => Number.isFinite(value))
  )
}
