import { useId, type JSX } from 'react'
import {
  DEVICES,
  COUNTRIES,
  EVENT_TYPES,
  EXPERIMENTS,
  QUALITIES,
  REGIONS,
  VERSIONS,
} from '../../engine/ingest/codes.ts'
import type { Target } from '../../engine/ingest/json/codes.ts'
import { isAmountField, isTimeField } from '../../events/draft.ts'
import type { FieldDraft, Probe } from '../../events/protocol.ts'

const LABELS: Readonly<Record<Target, string>> = {
  id: 'event id',
  type: 'type',
  version: 'version',
  time: 'time',
  sent: 'sent time',
  received: 'received time',
  user: 'user',
  device: 'device',
  session: 'session',
  device_type: 'device type',
  region: 'region',
  country: 'country',
  title: 'title',
  position: 'position',
  duration: 'duration',
  quality: 'quality',
  experiment_1: EXPERIMENTS[0].name,
  experiment_2: EXPERIMENTS[1].name,
}
/** The words of the fields that have words of ours. */
const WORDS: Partial<Readonly<Record<Target, readonly string[]>>> = {
  type: EVENT_TYPES,
  version: VERSIONS,
  device_type: DEVICES,
  region: REGIONS,
  country: [...new Set(COUNTRIES.map(({ code }) => code))],
  quality: QUALITIES,
  experiment_1: EXPERIMENTS[0].variants,
  experiment_2: EXPERIMENTS[1].variants,
}
const TIME_WORDS = [
  ['iso', 'date and time'],
  ['epoch_s', 'seconds since 1970'],
  ['epoch_ms', 'ms since 1970'],
  ['epoch_us', 'µs since 1970'],
] as const
const COLUMN = 'column:'
const VALUE = 'value:'

interface FieldRowProps {
  readonly target: Target
  readonly field: FieldDraft
  readonly columns: readonly string[]
  readonly words: Probe['words']
  readonly isNeeded: boolean
  readonly onChange: (field: FieldDraft) => void
}

/** A field of an event, and where it comes from. */
export function FieldRow(props: FieldRowProps): JSX.Element {
  const { target, field, columns, isNeeded, onChange } = props
  const id = useId()
  const ours = WORDS[target]
  return (
    <div className="map-field">
      <label htmlFor={id}>
        {LABELS[target]}
        {isNeeded && <span className="muted"> (needed)</span>}
      </label>
      <select
        id={id}
        value={codeOf(field)}
        onChange={({ target: { value } }) => onChange(fieldOf(value, field))}
      >
        <option value="none">{isNeeded ? 'choose…' : target === 'id' ? 'choose…' : 'nothing'}</option>
        {target === 'id' && (
          <>
            <option value="line_number">each line is an event of its own</option>
            <option value="line_text">equal lines are one event</option>
          </>
        )}
        <optgroup label="from the column">
          {columns.map((column) => (
            <option key={column} value={COLUMN + column}>
              {column}
            </option>
          ))}
        </optgroup>
        {ours !== undefined && (
          <optgroup label="always">
            {ours.map((word) => (
              <option key={word} value={VALUE + word}>
                {word}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      {field.how === 'column' && <Details {...props} field={field} ours={ours} />}
    </div>
  )
}

function codeOf(field: FieldDraft): string {
  if (field.how === 'column') return COLUMN + field.from
  return field.how === 'value' ? VALUE + field.value : field.how
}

function fieldOf(code: string, before: FieldDraft): FieldDraft {
  if (code.startsWith(VALUE)) return { how: 'value', value: code.slice(VALUE.length) }
  if (code === 'line_number' || code === 'line_text') return { how: code }
  if (!code.startsWith(COLUMN)) return { how: 'none' }
  const from = code.slice(COLUMN.length)
  return before.how === 'column' ? { ...before, from, values: {} } : { how: 'column', from }
}

type ColumnDraft = Extract<FieldDraft, { readonly how: 'column' }>

interface DetailsProps extends FieldRowProps {
  readonly field: ColumnDraft
  readonly ours: readonly string[] | undefined
}

/** How what stands in the column is read. */
function Details({ target, field, words, ours, onChange }: DetailsProps): JSX.Element | null {
  if (isTimeField(target)) return <TimeDetails field={field} name={LABELS[target]} onChange={onChange} />
  if (isAmountField(target))
    return (
      <select
        value={field.unit ?? 's'}
        aria-label={`Unit of the ${LABELS[target]}`}
        onChange={({ target: { value } }) => onChange({ ...field, unit: value === 'ms' ? 'ms' : 's' })}
      >
        <option value="s">seconds</option>
        <option value="ms">milliseconds</option>
      </select>
    )
  if (ours === undefined) return null
  const theirs = [...new Set([...(words[field.from] ?? []), ...Object.keys(field.values ?? {})])]
  return (
    <div className="map-values">
      {theirs.map((word) => (
        <label key={word} className="field-inline">
          <code>{word}</code> <span aria-hidden="true">→</span>
          <OurWord
            name={`What “${word}” means`}
            ours={ours}
            value={field.values?.[word] ?? (ours.includes(word) ? word : '')}
            onChange={(meant) => onChange({ ...field, values: { ...field.values, [word]: meant } })}
          />
        </label>
      ))}
      <div className="field-inline">
        <span>anything else</span> <span aria-hidden="true">→</span>
        <OurWord
          name={`What any other ${LABELS[target]} means`}
          ours={ours}
          value={field.other ?? ''}
          onChange={(other) => onChange({ ...field, other })}
        />
      </div>
    </div>
  )
}

function OurWord({
  name,
  ours,
  value,
  onChange,
}: {
  readonly name: string
  readonly ours: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
}): JSX.Element {
  return (
    <select aria-label={name} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">nothing known</option>
      {ours.map((word) => (
        <option key={word} value={word}>
          {word}
        </option>
      ))}
    </select>
  )
}

function TimeDetails({
  field,
  name,
  onChange,
}: {
  readonly field: ColumnDraft
  readonly name: string
  readonly onChange: (field: FieldDraft) => void
}): JSX.Element {
  const form = field.as ?? 'iso'
  return (
    <span className="map-time">
      <select
        value={form}
        aria-label={`How the ${name} is written`}
        onChange={({ target: { value } }) =>
          onChange({ ...field, as: TIME_WORDS.find(([code]) => code === value)?.[0] ?? 'iso' })
        }
      >
        {TIME_WORDS.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
      {form === 'iso' && (
        <label className="field-inline">
          <span>zone, where it has none</span>
          <input
            className="map-zone"
            value={field.zone ?? ''}
            placeholder="none"
            spellCheck={false}
            onChange={({ target }) => onChange({ ...field, zone: target.value })}
          />
        </label>
      )}
    </span>
  )
}
