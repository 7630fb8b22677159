import { useEffect, useState, type JSX } from 'react'
import type { LetterDetail } from '../../events/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import type { EventsLink } from './event-files.ts'
import { n, ruleOf } from './words.ts'

interface LetterEditorProps {
  readonly link: EventsLink
  readonly number: number
  /** The text as it was changed; null: it was not. */
  readonly draft: string | null
  readonly onDraft: (text: string | null) => void
  readonly onSend: (text: string) => void
}

/** A dead letter: the line as it came with what is wrong marked, and a place to mend it. */
export function LetterEditor({
  link,
  number,
  draft,
  onDraft,
  onSend,
}: LetterEditorProps): JSX.Element | null {
  const [detail, setDetail] = useState<LetterDetail | null>(null)
  useEffect(() => {
    let isWanted = true
    void link
      .ask((remote) => remote.letter(number))
      .then((answer) => {
        if (isWanted && answer.ok) setDetail(answer.value)
      })
    return () => {
      isWanted = false
    }
  }, [link, number])
  if (detail === null) return null
  const { text, rule, line, isCut, path } = detail
  const { name, says } = ruleOf(rule)
  const shown = draft ?? indented(text)
  return (
    <div className="letter-editor">
      <h3>
        Line {n(line)}: {name}
      </h3>
      <p className="small">
        {path === null ? '' : <code>{path}</code>} {says}.
        {isCut ? ' Only the line’s beginning was kept; it can’t be sent again as it is.' : ''}
      </p>
      <Marked detail={detail} />
      <label>
        <span className="small muted">Mended</span>
        <textarea
          className="wide"
          rows={Math.min(24, Math.max(3, shown.split('\n').length))}
          spellCheck={false}
          value={shown}
          onChange={({ target }) => onDraft(target.value)}
        />
      </label>
      <div className="tool-row">
        <Button label="Send it again" icon="restart" tone="strong" onClick={() => onSend(shown)} />
        <Button label="As it came" disabled={draft === null} onClick={() => onDraft(null)} />
      </div>
    </div>
  )
}

/** The line as it came. What is missing is shown where it belongs. */
function Marked({ detail: { text, span, path } }: { readonly detail: LetterDetail }): JSX.Element {
  if (span === null) return <pre className="letter-text">{text}</pre>
  const ghost = path === null ? '…' : `"${path.slice(path.lastIndexOf('.') + 1)}"?`
  return (
    <pre className="letter-text" tabIndex={0}>
      {text.slice(0, span.from)}
      {span.isMissing ? (
        <mark ref={bringIntoView} className="letter-missing">
          {ghost}
        </mark>
      ) : (
        <mark ref={bringIntoView}>{text.slice(span.from, span.to)}</mark>
      )}
      {text.slice(span.to)}
    </pre>
  )
}

/** A long line scrolls in its box; what is wrong in it is what one wants to see. The page stays where it is. */
function bringIntoView(mark: HTMLElement | null): void {
  const box = mark?.parentElement
  if (mark !== null && box !== null && box !== undefined)
    box.scrollTop = mark.offsetTop - box.clientHeight / 2
}

/** JSON a key a line; anything else as it is. */
function indented(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text
  } catch {
    return text
  }
}
