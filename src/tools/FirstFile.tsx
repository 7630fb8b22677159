import type { JSX } from 'react'

interface FirstFileProps {
  /** Before the first file: two cards, each with a word on what one will see. Afterwards a row of buttons. */
  readonly isFirst: boolean
  /** What can be done with a file of one's own. */
  readonly own: string
  /** What our sample shows. */
  readonly sample: string
  /** The buttons: for a file of one's own, and for our sample. They stay the same, so that no focus is lost. */
  readonly children: readonly [JSX.Element, JSX.Element]
}

/** Where a page for files begins: a file of one's own, or one of ours. */
export function FirstFile({
  isFirst,
  own,
  sample,
  children: [ownButtons, sampleButtons],
}: FirstFileProps): JSX.Element {
  return (
    <div className={isFirst ? 'first-file' : 'tool-row'}>
      <div className={isFirst ? 'first-file-card first-file-own' : 'tool-row'}>
        {isFirst && <h2>A file of your own</h2>}
        {isFirst && <p>{own}</p>}
        <div className="tool-row">{ownButtons}</div>
      </div>
      <div className={isFirst ? 'first-file-card' : 'tool-row'}>
        {isFirst ? <h2>No file at hand?</h2> : <span className="muted">or one of ours</span>}
        {isFirst && <p>{sample}</p>}
        <div className="tool-row">{sampleButtons}</div>
      </div>
    </div>
  )
}
