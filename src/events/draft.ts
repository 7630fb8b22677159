import { TARGETS, type Target } from '../engine/ingest/json/codes.ts'
import type { Draft, FieldDraft } from './protocol.ts'

/** Fields whose values are times, and amounts. */
export const isTimeField = (target: Target): boolean =>
  target === 'time' || target === 'sent' || target === 'received'
export const isAmountField = (target: Target): boolean => target === 'position' || target === 'duration'

/** A mapping as `--map` takes it, from what was chosen. */
export function mappingOf({ format, delimiter, columns, fields }: Draft): Readonly<Record<string, unknown>> {
  const csv = format === 'csv' ? { delimiter, ...(columns === null ? {} : { columns }) } : {}
  const entries = TARGETS.flatMap((target) => {
    const entry = entryOf(target, fields[target])
    return entry === null ? [] : [[target, entry] as const]
  })
  return { format, ...csv, ...Object.fromEntries(entries) }
}

function entryOf(target: Target, field: FieldDraft): unknown {
  switch (field.how) {
    case 'none':
      return null
    case 'value':
      return field.value === '' ? null : { value: field.value }
    case 'line_number':
    case 'line_text':
      return { of: field.how }
    case 'column': {
      const { from, as, zone, unit, values, other } = field
      if (from === '') return null
      if (isTimeField(target))
        return { from, as: as ?? 'iso', ...(zone === undefined || zone === '' ? {} : { zone }) }
      if (isAmountField(target)) return { from, as: unit ?? 's' }
      const meant = Object.entries(values ?? {}).filter(([, ours]) => ours !== '')
      return {
        from,
        ...(meant.length === 0 ? {} : { values: Object.fromEntries(meant) }),
        ...(other === undefined || other === '' ? {} : { else: other }),
      }
    }
  }
}

/** What a sound mapping says, to be changed further. */
export function draftOf(mapping: Readonly<Record<string, unknown>>): Draft {
  const { format, delimiter, columns } = mapping
  const fields = Object.fromEntries(TARGETS.map((target) => [target, fieldOf(mapping[target])]))
  return {
    format: format === 'ndjson' ? 'ndjson' : 'csv',
    delimiter: typeof delimiter === 'string' ? delimiter : ',',
    columns: Array.isArray(columns) ? columns.map(String) : null,
    fields: fields as Record<Target, FieldDraft>, // every target has an entry
  }
}

function fieldOf(entry: unknown): FieldDraft {
  if (typeof entry === 'string') return { how: 'column', from: entry }
  if (typeof entry !== 'object' || entry === null) return { how: 'none' }
  const { from, value, of, as, zone, values, else: other } = entry as Readonly<Record<string, unknown>>
  if (of === 'line_number' || of === 'line_text') return { how: of }
  if (typeof value === 'string') return { how: 'value', value }
  if (typeof from !== 'string') return { how: 'none' }
  const isUnit = as === 's' || as === 'ms'
  return {
    how: 'column',
    from,
    ...(isUnit ? { unit: as } : typeof as === 'string' ? { as: as as 'iso' } : {}), // the mapping is sound
    ...(typeof zone === 'string' ? { zone } : {}),
    ...(typeof values === 'object' && values !== null ? { values: values as Record<string, string> } : {}),
    ...(typeof other === 'string' ? { other } : {}),
  }
}

/** Nothing chosen yet. */
export const emptyDraft = (format: Draft['format'], delimiter: string): Draft => ({
  format,
  delimiter,
  columns: null,
  // Every target has an entry.
  fields: Object.fromEntries(
    TARGETS.map((target) => [target, { how: 'none' }]),
  ) as unknown as Draft['fields'],
})
