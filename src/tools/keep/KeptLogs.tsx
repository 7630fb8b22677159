import { useState, type JSX } from 'react'
import { sentence } from '../../shared/outcome.ts'
import { saveFile } from '../../stage/save-file.ts'
import { storage } from '../../storage/client.ts'
import type { KeptSummary, NamedFile, OpenLog } from '../../storage/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { AppendForm } from './AppendForm.tsx'
import type { KeptState } from './use-kept.ts'
import './style.css'

interface KeptLogsProps {
  readonly kept: KeptState
  /** Opens a log's files in the inspector. */
  readonly onInspect: (files: readonly NamedFile[]) => void
}

/** The logs kept in this browser: opened, appended to, inspected, downloaded, removed. */
export function KeptLogs({ kept, onInspect }: KeptLogsProps): JSX.Element {
  const { logs, status, open, problem, heldElsewhere } = kept
  return (
    <Region name="Kept logs" className="kept">
      <h2>Kept logs</h2>
      {status?.why != null && (
        <p className="keep-trouble small">
          Logs can’t be kept here: {status.why}. They are held in memory until this page is closed; everything
          else works, and they can be downloaded.
        </p>
      )}
      {problem !== null && (
        <p className="keep-trouble small" role="alert">
          {problem}.{' '}
          {heldElsewhere !== null && (
            <>
              Close it there, or{' '}
              <Button label="Open a copy in memory" onClick={() => void kept.openCopy(heldElsewhere)} />
            </>
          )}
        </p>
      )}
      {logs?.length === 0 && (
        <p className="muted small">
          None yet. A log that you keep stays in this browser, also when the page is closed; after a crash it
          is recovered as a broker does it.
        </p>
      )}
      {logs !== null && logs.length > 0 && (
        <ul className="kept-list" aria-label="Kept logs">
          {logs.map((log) => (
            <KeptLine key={log.id} log={log} isOpen={open?.log.id === log.id} kept={kept} />
          ))}
        </ul>
      )}
      {open !== null && <OpenPanel key={open.log.id} open={open} kept={kept} onInspect={onInspect} />}
    </Region>
  )
}

interface KeptLineProps {
  readonly log: KeptSummary
  readonly isOpen: boolean
  readonly kept: KeptState
}

function KeptLine({ log, isOpen, kept }: KeptLineProps): JSX.Element {
  const [isAsking, setAsking] = useState(false)
  return (
    <li className={isOpen ? 'kept-open' : ''}>
      <span className="kept-name">
        <b>{log.name}</b>{' '}
        <span className="muted small">
          {log.isInMemory
            ? 'in memory only'
            : log.created > 0
              ? `kept ${new Date(log.created).toLocaleString()}`
              : ''}
        </span>
      </span>
      {isOpen ? (
        <Button label="Close" onClick={() => kept.closeLog()}>
          <Named log={log} />
        </Button>
      ) : (
        <Button label="Open" onClick={() => void kept.openLog(log)}>
          <Named log={log} />
        </Button>
      )}
      {isAsking ? (
        <>
          <Button label="Remove for good" tone="strong" onClick={() => void kept.remove(log)} />
          <Button label="Keep it" onClick={() => setAsking(false)} />
        </>
      ) : (
        <Button label="Remove" tone="quiet" onClick={() => setAsking(true)}>
          <Named log={log} />
        </Button>
      )}
    </li>
  )
}

/** Which log a button is for, for those who do not see where it stands. */
const Named = ({ log }: { readonly log: KeptSummary }): JSX.Element => (
  <span className="visually-hidden">{` ${log.name}`}</span>
)

interface OpenPanelProps {
  readonly open: OpenLog
  readonly kept: KeptState
  readonly onInspect: (files: readonly NamedFile[]) => void
}

function OpenPanel({ open, kept, onInspect }: OpenPanelProps): JSX.Element {
  const [said, setSaid] = useState<string | null>(null)
  const { log, segments, bytes, startOffset, endOffset, done } = open
  const inspect = async (): Promise<void> => {
    const files = await storage().ask((remote) => remote.files(log.id))
    if (files.ok) onInspect(files.value)
    else setSaid(`${sentence(files.problem)}.`)
  }
  const download = async (): Promise<void> => {
    const archive = await storage().ask((remote) => remote.archive(log.id))
    if (!archive.ok) return setSaid(`${sentence(archive.problem)}.`)
    const content = new Blob([archive.value as Uint8Array<ArrayBuffer>], { type: 'application/zip' }) // it came by a message
    saveFile(`${log.name.replaceAll(/[^\w-]+/g, '-') || 'log'}.zip`, content)
  }
  return (
    <div className="kept-panel" role="group" aria-label={`Open log: ${log.name}`}>
      <p>
        {segments} {segments === 1 ? 'segment' : 'segments'}, {bytes.toLocaleString('en')} bytes, log start
        offset <b>{startOffset.toLocaleString('en')}</b>, log end offset{' '}
        <b>{endOffset.toLocaleString('en')}</b>.
      </p>
      {done.length > 0 && (
        <div className="keep-trouble small" role="status">
          <b>Recovered when it was opened.</b>
          <ul>
            {done.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="kept-actions">
        <Button label="Inspect" onClick={() => void inspect()} />
        <Button
          label="Download"
          icon="export"
          title="All its files, in one .zip"
          onClick={() => void download()}
        />
      </div>
      <AppendForm append={kept.append} />
      {said !== null && <p className="keep-trouble small">{said}</p>}
    </div>
  )
}
