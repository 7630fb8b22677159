import { useId, type JSX } from 'react'

interface SegmentedProps {
  /** The group's name. */
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string; readonly title?: string }[]
  /** The value chosen; one that is not among the options leaves all unchosen. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly showLabel?: boolean
}

/** A few choices side by side, of which one holds: a radio group. */
export function Segmented({
  label,
  options,
  value,
  onChange,
  showLabel = true,
}: SegmentedProps): JSX.Element {
  const name = useId()
  return (
    <fieldset className="segmented" role="radiogroup" aria-label={label}>
      {showLabel && <legend aria-hidden="true">{label}</legend>}
      <div className="segmented-options">
        {options.map((option) => (
          <label key={option.value} title={option.title}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
