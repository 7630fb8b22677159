import { COUNTRIES, DEVICES, EVENT_TYPES, EXPERIMENTS, QUALITIES, REGIONS, VERSIONS } from '../codes.ts'
import { NONE, UNKNOWN } from '../record.ts'
import { tableOf, type ByteTable } from './byte-table.ts'
import { ENVELOPE_PATHS, TARGET, TARGETS } from './codes.ts'
import type { TimeForm } from './read-time.ts'

/** A region that nothing was said about: it follows from the country. */
export const BY_COUNTRY = -1

/** How one field of a line becomes one of an event. */
export interface FieldPlan {
  /** Where it stands: "payload.content_id" in JSON, a column's name in CSV. */
  readonly path: string
  /** A code of TARGET. */
  readonly target: number
  /** For a target with codes: the code of each word; null for all others. */
  readonly words: ByteTable | null
  /** The code of any other word. */
  readonly otherwise: number
  /** What a null means. */
  readonly empty: number
  readonly form: TimeForm
  /** How far ahead of UTC times without a zone are, in ms; NaN: they need one. */
  readonly zoneMs: number
  /** Positions and durations: how many units a second has. */
  readonly unitsASecond: number
}

/** How the lines of a file become events. */
export interface Plan {
  readonly fields: readonly FieldPlan[]
  /** What an event has by TARGET where the line says nothing. */
  readonly usual: Float64Array
  /** Where ids come from: a field, or without one the line's place in the file or its text. */
  readonly ids: 'field' | 'line_number' | 'line_text'
  /** Whether who has no device is taken as a device of its own. */
  readonly deviceByUser: boolean
  /** The cells of a row, for CSV; null for lines of JSON. */
  readonly csv: { readonly delimiter: number; readonly columns: readonly string[] | null } | null
}

/** The words of a target whose values are codes, in their order; null for the others. */
export function wordsOf(target: number): readonly string[] | null {
  if (target === TARGET.type) return EVENT_TYPES
  if (target === TARGET.version) return VERSIONS
  if (target === TARGET.deviceType) return DEVICES
  if (target === TARGET.region) return REGIONS
  if (target === TARGET.country) return COUNTRIES.map(({ code }) => code)
  if (target === TARGET.quality) return QUALITIES
  if (target === TARGET.experiment1) return ['', ...EXPERIMENTS[0].variants]
  return target === TARGET.experiment2 ? ['', ...EXPERIMENTS[1].variants] : null
}

/** What an event has where nothing is said: the markers of a record, by TARGET. */
export const ABSENT: Float64Array = Float64Array.from(TARGETS, (_, target) => absent(target))

function absent(target: number): number {
  switch (target) {
    case TARGET.time:
    case TARGET.sent:
    case TARGET.received:
      return Number.NaN
    case TARGET.title:
    case TARGET.position:
      return NONE
    case TARGET.type:
      return UNKNOWN.type
    case TARGET.version:
      return UNKNOWN.version
    case TARGET.deviceType:
      return UNKNOWN.deviceType
    case TARGET.region:
      return BY_COUNTRY
    case TARGET.country:
      return UNKNOWN.country
    case TARGET.quality:
      return UNKNOWN.quality
    default:
      return 0
  }
}

/** The plan of a field in its usual form: the target's own words, dates as text, seconds. */
export function usualField(path: string, target: number): FieldPlan {
  const words = wordsOf(target)
  return {
    path,
    target,
    words: words === null ? null : tableOf(words),
    otherwise: absent(target),
    empty: absent(target),
    form: 'iso',
    zoneMs: Number.NaN,
    unitsASecond: 1,
  }
}

/** Lines of JSON in the envelope. */
export const ENVELOPE: Plan = {
  // A region of null is one that nobody knows: it does not follow from the country.
  fields: ENVELOPE_PATHS.map((path, target) => {
    const field = usualField(path, target)
    return target === TARGET.region ? { ...field, empty: UNKNOWN.region } : field
  }),
  usual: ABSENT,
  ids: 'field',
  deviceByUser: false,
  csv: null,
}
