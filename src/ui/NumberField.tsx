import { useState, type JSX } from 'react'

const GROUPS = new Intl.NumberFormat('en', { maximumFractionDigits: 20 })

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly unit?: string
  /** For numbers of many digits: they are shown in groups of three, and may be typed so. */
  readonly grouped?: boolean
  readonly disabled?: boolean
  readonly describedBy?: string
  /** Given only values within the bounds. */
  readonly onChange: (value: number) => void
}

/** A number to type: it is taken on Enter or on leaving the field; what is out of bounds is put back in and said. */
export function NumberField({
  label,
  value,
  min,
  max,
  step,
  unit = '',
  grouped = false,
  disabled = false,
  describedBy,
  onChange,
}: NumberFieldProps): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null)
  const [complaint, setComplaint] = useState<string | null>(null)

  const say = (number: number): string => (grouped ? GROUPS.format(number) : String(number))
  const stepBy = (steps: number): void => {
    setDraft(null)
    setComplaint(null)
    onChange(Math.min(max, Math.max(min, value + steps * step)))
  }
  const commit = (): void => {
    if (draft === null) return
    setDraft(null)
    const typed = Number(grouped ? draft.replaceAll(/[,\s]/g, '') : draft)
    if (draft.trim() === '' || !Number.isFinite(typed)) return setComplaint(`"${draft}" is not a number`)
    const kept = Math.min(max, Math.max(min, typed))
    setComplaint(kept === typed ? null : `between ${say(min)} and ${say(max)}; set to ${say(kept)}`)
    if (kept !== value) onChange(kept)
  }

  return (
    <span className="number-field">
      <input
        // The browser's own field for numbers knows no groups.
        {...(grouped
          ? {
              type: 'text',
              role: 'spinbutton',
              'aria-valuenow': value,
              'aria-valuemin': min,
              'aria-valuemax': max,
            }
          : { type: 'number', min, max, step })}
        inputMode="decimal"
        aria-label={unit === '' ? label : `${label}, ${unit}`}
        aria-describedby={describedBy}
        aria-invalid={complaint === null ? undefined : true}
        disabled={disabled}
        value={draft ?? (grouped ? say(value) : value)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (!grouped || draft !== null || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
          event.preventDefault()
          stepBy(event.key === 'ArrowUp' ? 1 : -1)
        }}
      />
      {unit !== '' && <span className="unit">{unit}</span>}
      {complaint !== null && (
        <span className="field-complaint" role="alert">
          {complaint}
        </span>
      )}
    </span>
  )
}
