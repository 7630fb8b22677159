import { useState, type JSX } from 'react'
import { Button } from '../../ui/Button.tsx'
import { n, ruleOf } from './words.ts'

interface RuleActionsProps {
  readonly rule: number
  /** Letters of the rule that can be sent, and those that are only counted. */
  readonly kept: number
  readonly notKept: number
  readonly onAll: () => void
  readonly onValue: (value: string) => void
}

/** What can be done with all letters of a rule. */
export function RuleActions({ rule, kept, notKept, onAll, onValue }: RuleActionsProps): JSX.Element {
  const { path } = ruleOf(rule)
  const [value, setValue] = useState('')
  return (
    <div className="rule-actions">
      <Button label={`Send all ${n(kept)} again`} icon="restart" onClick={onAll} />
      {path !== '' && (
        <form
          className="field-inline"
          onSubmit={(event) => {
            event.preventDefault()
            if (value !== '') onValue(value)
          }}
        >
          <label className="field-inline">
            <span>
              with <code>{path}</code> =
            </span>
            <input
              className="letter-value"
              value={value}
              spellCheck={false}
              aria-label={`A value for ${path} in all of them`}
              onChange={({ target }) => setValue(target.value)}
            />
          </label>
          <Button label="in all" type="submit" disabled={value === ''} />
        </form>
      )}
      {notKept > 0 && <span className="muted small">{n(notKept)} more were counted and not kept.</span>}
    </div>
  )
}
