import { useRef, useState, type JSX } from 'react'
import type { Outcome } from '../shared/outcome.ts'
import { Button } from '../ui/Button.tsx'
import { closePopover, Popover } from '../ui/Popover.tsx'
import { Icon } from '../ui/icons.tsx'
import { useLab, useStage } from './context.ts'
import { EmbedDialog } from './EmbedDialog.tsx'
import { picturePng, pictureSvg } from './picture-export.ts'
import { saveFile } from './save-file.ts'

/** Everything that can be taken along: the run itself, its numbers, its picture. */
export function ExportMenu(): JSX.Element {
  const { controller } = useStage()
  const { id } = controller.lab
  const [embedding, setEmbedding] = useState(false)

  const save = async (
    kind: string,
    ending: string,
    type: string,
    made: Promise<Outcome<string | Blob>>,
  ): Promise<void> => {
    const outcome = await made
    if (outcome.ok) saveFile(`millrace-${id}-${kind}.${ending}`, new Blob([outcome.value], { type }))
    else controller.complain(outcome.problem)
  }

  const items: readonly (readonly [string, (root: Element) => Promise<void>])[] = [
    ['Run file (JSON)', () => save('run', 'json', 'application/json', controller.exportRun())],
    ['Trace (CSV)', () => save('trace', 'csv', 'text/csv', controller.exportRows())],
    ['Picture (SVG)', (root) => save('picture', 'svg', 'image/svg+xml', Promise.resolve(pictureSvg(root)))],
    ['Picture (PNG)', (root) => save('picture', 'png', 'image/png', picturePng(root))],
  ]

  return (
    <>
      <Popover
        className="button button-plain"
        label={
          <>
            <Icon name="export" />
            <span>Export</span>
          </>
        }
      >
        <ul className="menu">
          {items.map(([label, run]) => (
            <li key={label}>
              <button
                type="button"
                onClick={(event) => {
                  closePopover(event.currentTarget)
                  void run(event.currentTarget.closest('[data-lab]') ?? document.body)
                }}
              >
                {label}
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              onClick={(event) => {
                closePopover(event.currentTarget)
                setEmbedding(true)
              }}
            >
              Embed (HTML)
            </button>
          </li>
        </ul>
      </Popover>
      <EmbedDialog open={embedding} onClose={() => setEmbedding(false)} />
    </>
  )
}

/** Chooses a file: a run file, or one of the lab's own formats. Dropping a file on the stage does the same. */
export function ImportButton(): JSX.Element {
  const { controller } = useStage()
  const input = useRef<HTMLInputElement>(null)
  const { files } = controller.lab
  return (
    <>
      <Button
        label="Import"
        icon="import"
        title={files === null ? 'Import a run file' : `Import a run file or ${files.noun}`}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to import"
        accept={['.json', files?.accept].filter((ending) => ending !== undefined).join(',')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file !== undefined) void controller.importFile(file)
        }}
      />
    </>
  )
}

/** How far an import has come, and the way to stop it. */
export function ImportProgress(): JSX.Element | null {
  const { controller } = useStage()
  const importing = useLab((state) => state.importing)
  if (importing === null) return null
  const { name, done, total } = importing
  return (
    <div className="import-progress" role="status">
      <label>
        Reading {name}… <progress value={done} max={Math.max(1, total)} />
        <span>
          {' '}
          {(done / 1e6).toFixed(1)} of {(total / 1e6).toFixed(1)} MB
        </span>
      </label>
      <Button label="Cancel" onClick={() => controller.cancelImport()} />
    </div>
  )
}
