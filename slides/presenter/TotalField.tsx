import { useState, type JSX } from 'react'
import { clock, readTotal, STATED_TOTAL } from '../../src/present/plan.ts'
import { sentence } from '../../src/shared/outcome.ts'

interface TotalFieldProps {
  readonly total: number
  /** What the slides were drawn to take, in seconds. */
  readonly drawn: number
  readonly onTotal: (seconds: number) => void
}

const OWN = 'own'

/** How long the talk may take: as drawn, as the episode says of itself, or any length; slides share it out. */
export function TotalField({ total, drawn, onTotal }: TotalFieldProps): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null)
  const [complaint, setComplaint] = useState<string | null>(null)
  const presets = [drawn, STATED_TOTAL]
  const isOwn = draft !== null || !presets.includes(total)

  const commit = (): void => {
    if (draft === null) return
    const read = readTotal(draft)
    if (!read.ok) return setComplaint(sentence(read.problem))
    setComplaint(null)
    setDraft(null)
    onTotal(read.value)
  }

  return (
    <span className="total-field">
      <label>
        <span>Total</span>
        <select
          aria-label="Total"
          value={isOwn ? OWN : String(total)}
          onChange={({ target }) => {
            setComplaint(null)
            if (target.value === OWN) return setDraft(clock(total))
            setDraft(null)
            onTotal(Number(target.value))
          }}
        >
          <option value={drawn}>{clock(drawn)}, as drawn</option>
          <option value={STATED_TOTAL}>{clock(STATED_TOTAL)}, as stated</option>
          <option value={OWN}>{isOwn && draft === null ? `${clock(total)}, typed` : 'another…'}</option>
        </select>
      </label>
      {isOwn && (
        <input
          type="text"
          inputMode="numeric"
          aria-label="Total, as 18 or 18:30"
          aria-invalid={complaint === null ? undefined : true}
          value={draft ?? clock(total)}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
          }}
        />
      )}
      {complaint !== null && (
        <span className="field-complaint" role="alert">
          {complaint}
        </span>
      )}
    </span>
  )
}
