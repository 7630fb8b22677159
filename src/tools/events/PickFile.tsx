import { useRef, type JSX } from 'react'
import { Button } from '../../ui/Button.tsx'

interface PickFileProps {
  readonly label: string
  /** What the file is, for who can't see the button that opens the choice. */
  readonly name: string
  readonly tone?: 'plain' | 'strong'
  readonly accept?: string
  readonly onPick: (file: File) => void
}

/** A button to choose a file with. */
export function PickFile({ label, name, tone = 'plain', accept, onPick }: PickFileProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button label={label} icon="import" tone={tone} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={name}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          // The same file may be chosen again, after it was changed.
          target.value = ''
          if (file !== undefined) onPick(file)
        }}
      />
    </>
  )
}
