import { useState, type FormEvent, type JSX } from 'react'
import { Button } from '../../ui/Button.tsx'

interface AppendFormProps {
  /** Appends a record and says what came of it. */
  readonly append: (key: string | null, value: string | null) => Promise<string>
}

/** One record to append: a key or none, a value or none (a tombstone). */
export function AppendForm({ append }: AppendFormProps): JSX.Element {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [isTombstone, setTombstone] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [said, setSaid] = useState('')

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    const answer = await append(key === '' ? null : key, isTombstone ? null : value)
    setBusy(false)
    setSaid(answer)
    if (answer.startsWith('Offset')) setValue('')
  }

  return (
    <form className="append-form" aria-label="Append a record" onSubmit={(event) => void submit(event)}>
      <label className="field-inline">
        <span>Key</span>
        <input value={key} placeholder="none" onChange={({ target }) => setKey(target.value)} />
      </label>
      <label className="field-inline append-value">
        <span>Value</span>
        <input
          value={isTombstone ? '' : value}
          placeholder={isTombstone ? 'null' : 'empty'}
          disabled={isTombstone}
          onChange={({ target }) => setValue(target.value)}
        />
      </label>
      <label className="field-inline">
        <input
          type="checkbox"
          checked={isTombstone}
          onChange={({ target }) => setTombstone(target.checked)}
        />
        <span>null (a tombstone)</span>
      </label>
      <Button label="Append" type="submit" disabled={isBusy} />
      <span className="muted small" role="status">
        {said}
      </span>
    </form>
  )
}
