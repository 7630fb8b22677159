import type { JSX } from 'react'
import type { Summary } from '../../events/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { count } from '../segments/words.ts'
import type { Result } from './event-files.ts'
import { LetterEditor } from './LetterEditor.tsx'
import { RuleActions } from './RuleActions.tsx'
import { PAGE, useLetters, type LettersState } from './use-letters.ts'
import { n, ruleOf } from './words.ts'

interface DeadLettersProps {
  readonly result: Result
  readonly summary: Summary
  readonly onSummary: (summary: Summary) => void
  readonly onRunAgain: () => void
}

/** The lines that are no sound events: by rule, page by page; each can be mended and sent again, or a rule's all at once. */
export function DeadLetters({ result, summary, onSummary, onRunAgain }: DeadLettersProps): JSX.Element {
  const letters = useLetters(result, summary, onSummary)
  const { rejected, replayed } = summary.counts
  return (
    <Region name="Dead letters" className="panel dead-letters">
      <h2>Dead letters</h2>
      <p className="muted small">
        {rejected === 0
          ? 'None: every line is a sound event.'
          : `${count(rejected, 'line')} broke a rule and stopped nothing. Choose a rule, read its lines, mend them, send them again.`}
        {replayed === 0 ? '' : ` ${count(replayed, 'line')} became events after all.`}
      </p>
      <p role="status" className="events-says">
        {letters.says}
      </p>
      {replayed > 0 && (
        <div className="tool-row">
          <span className="small">
            They were received now: if their minute has closed, the board has no place for them.
          </span>
          <Button label="Run the file again with them in their place" icon="restart" onClick={onRunAgain} />
        </div>
      )}
      {rejected > 0 && <Browser letters={letters} result={result} summary={summary} />}
    </Region>
  )
}

interface BrowserProps {
  readonly letters: LettersState
  readonly result: Result
  readonly summary: Summary
}

function Browser({ letters, result: { link }, summary: { counts, notKept } }: BrowserProps): JSX.Element {
  const { rule, page, chosen, drafts } = letters
  return (
    <div className="letters">
      <Rules
        rejectedBy={counts.rejectedBy}
        rejected={counts.rejected}
        rule={rule}
        onChoose={letters.chooseRule}
      />
      <div className="letter-part">
        {rule !== null && (counts.rejectedBy[rule] ?? 0) > 0 && (
          <RuleActions
            key={rule}
            rule={rule}
            kept={page.total}
            notKept={notKept[rule] ?? 0}
            onAll={() => letters.sendAll(rule)}
            onValue={(value) => letters.sendWith(rule, value)}
          />
        )}
        <LetterList letters={letters} />
        {chosen !== null && (
          <LetterEditor
            key={chosen}
            link={link}
            number={chosen}
            draft={drafts.get(chosen) ?? null}
            onDraft={(text) => letters.edit(chosen, text)}
            onSend={(text) => letters.sendOne(chosen, text)}
          />
        )}
      </div>
    </div>
  )
}

interface RulesProps {
  readonly rejectedBy: readonly number[]
  readonly rejected: number
  readonly rule: number | null
  readonly onChoose: (rule: number | null) => void
}

const Rules = ({ rejectedBy, rejected, rule, onChoose }: RulesProps): JSX.Element => (
  <ul className="letter-rules" aria-label="Rules that were broken">
    <li>
      <button type="button" aria-pressed={rule === null} onClick={() => onChoose(null)}>
        <b>{n(rejected)}</b> <span>all rules</span>
      </button>
    </li>
    {rejectedBy.map((letters, code) =>
      letters === 0 ? null : (
        <li key={code}>
          <button type="button" aria-pressed={rule === code} onClick={() => onChoose(code)}>
            <b>{n(letters)}</b>{' '}
            <span>
              {ruleOf(code).name} <small className="muted">{ruleOf(code).says}</small>
            </span>
          </button>
        </li>
      ),
    )}
  </ul>
)

const LetterList = ({
  letters: { page, from, chosen, drafts, choose, setFrom },
}: {
  readonly letters: LettersState
}): JSX.Element => (
  <>
    <ul className="letter-list" aria-label="Lines">
      {page.rows.map(({ number, line, rule, text }) => (
        <li key={number}>
          <button
            type="button"
            aria-expanded={chosen === number}
            onClick={() => choose(chosen === number ? null : number)}
          >
            <span className="letter-line">line {n(line)}</span>
            <span className="letter-rule">
              {ruleOf(rule).name}
              {drafts.has(number) ? ', edited' : ''}
            </span>
            <code>{text}</code>
          </button>
        </li>
      ))}
    </ul>
    {page.total > PAGE && (
      <div className="tool-row">
        <Button
          label="Earlier lines"
          icon="previous"
          iconOnly
          disabled={from === 0}
          onClick={() => setFrom(from - PAGE)}
        />
        <span>
          {n(from + 1)} to {n(Math.min(page.total, from + PAGE))} of {n(page.total)} kept
        </span>
        <Button
          label="Later lines"
          icon="next"
          iconOnly
          disabled={from + PAGE >= page.total}
          onClick={() => setFrom(from + PAGE)}
        />
      </div>
    )}
  </>
)
