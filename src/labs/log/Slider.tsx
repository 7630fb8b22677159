import { useId, type JSX } from 'react'
import { clamp } from '../../shared/clamp.ts'

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** "40 /s": told beside it, and to assistive technology. */
  readonly text: string
  readonly onChange: (value: number) => void
}

const POSITIONS = 100

/** A slider of rates: each step is the same factor, so that ten and a thousand have room side by side. 0 is far left. */
export function Slider({ label, value, min, max, text, onChange }: SliderProps): JSX.Element {
  const id = useId()
  const least = Math.max(min, 0.5)
  return (
    <span className="log-slider">
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={min === 0 ? 0 : 1}
        max={POSITIONS}
        step={1}
        value={positionOf(value, least, max)}
        aria-valuetext={text}
        onChange={(event) => onChange(valueAt(Number(event.target.value), least, max))}
      />
      <output htmlFor={id}>{text}</output>
    </span>
  )
}

const positionOf = (value: number, least: number, max: number): number =>
  value <= 0
    ? 0
    : clamp(Math.round(1 + (Math.log(value / least) / Math.log(max / least)) * (POSITIONS - 1)), 1, POSITIONS)

/** In few digits: 0, 0.5, 1, 1.5, ... 12, 130, 2,400. */
function valueAt(position: number, least: number, max: number): number {
  if (position <= 0) return 0
  const value = least * (max / least) ** ((position - 1) / (POSITIONS - 1))
  const unit = value < 20 ? 0.5 : 10 ** (Math.floor(Math.log10(value)) - 1)
  return clamp(Math.round(value / unit) * unit, least, max)
}
