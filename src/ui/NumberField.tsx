import { useState, type JSX } from 'react'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly unit?: string
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
  disabled = false,
  describedBy,
  onChange,
}: NumberFieldProps): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null)
  const [complaint, setComplaint] = useState<string | null>(null)

  const commit = (): void => {
    if (draft === null) return
    setDraft(null)
    const typed = Number(draft)
    if (draft.trim() === '' || !Number.isFinite(typed)) return setComplaint(`"${draft}" is not a number`)
    const kept = Math.min(max, Math.max(min, typed))
    setComplaint(kept === typed ? null : `between ${min} and ${max}; set to ${kept}`)
    if (kept !== value) onChange(kept)
  }

  return (
    <span className="number-field">
      <input
        type="number"
        inputMode="decimal"
        aria-label={unit === '' ? label : `${label}, ${unit}`}
        aria-describedby={describedBy}
        aria-invalid={complaint === null ? undefined : true}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        value={draft ?? value}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
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
