import { useId, type JSX } from 'react'
import type { Option } from '../shared/params.ts'

interface OptionListProps {
  readonly label: string
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  /** How many may be chosen. */
  readonly most?: number
  readonly disabled?: boolean
  readonly onChange: (chosen: readonly string[]) => void
}

/** Any of a list's options, under their headings. The last one chosen stays: a run needs a player. */
export function OptionList({
  label,
  options,
  chosen,
  most = options.length,
  disabled = false,
  onChange,
}: OptionListProps): JSX.Element {
  const id = useId()
  const groups = [...new Set(options.map(({ group }) => group))]
  const isLocked = (value: string): boolean =>
    chosen.includes(value) ? chosen.length === 1 : chosen.length >= most
  return (
    <fieldset className="option-list" disabled={disabled}>
      <legend className="setting-label">{label}</legend>
      {groups.map((group, i) => (
        <div
          key={group ?? ''}
          className="option-group"
          {...(group === undefined ? {} : { role: 'group', 'aria-labelledby': `${id}-${i}` })}
        >
          {group !== undefined && (
            <p id={`${id}-${i}`} className="option-group-name">
              {group}
            </p>
          )}
          {options
            .filter((option) => option.group === group)
            .map(({ value, label: name, about }) => (
              <label key={value} className={isLocked(value) ? 'option option-locked' : 'option'}>
                <input
                  type="checkbox"
                  checked={chosen.includes(value)}
                  disabled={isLocked(value)}
                  aria-describedby={about === undefined ? undefined : `${id}-${value}`}
                  aria-label={name}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...chosen, value] : chosen.filter((part) => part !== value))
                  }
                />
                <span>
                  {name}
                  {about !== undefined && (
                    <span id={`${id}-${value}`} className="option-about">
                      {about}
                    </span>
                  )}
                </span>
              </label>
            ))}
        </div>
      ))}
    </fieldset>
  )
}
