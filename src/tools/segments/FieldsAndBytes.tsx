import { useId, useRef, useState, type JSX, type KeyboardEvent } from 'react'
import type { Field } from '../../engine/log/inspect/fields.ts'
import { HexView } from './HexView.tsx'
import { time } from './words.ts'
import { WideBox } from '../../ui/WideBox.tsx'

interface FieldsAndBytesProps {
  /** What the fields are of: "header", "record". */
  readonly what: string
  readonly fields: readonly Field[]
  readonly bytes: Uint8Array
  /** What the first byte's position is called in the file; null where it has none (it was packed). */
  readonly origin: number | null
  /** A field that says something wrong. */
  readonly wrong: string | null
}

/** Fields beside their bytes: whatever one points at, or steps to, is marked on both sides. */
export function FieldsAndBytes({ what, fields, bytes, origin, wrong }: FieldsAndBytesProps): JSX.Element {
  const [active, setActive] = useState<number | null>(null)
  const table = useRef<HTMLTableElement>(null)
  const id = useId()

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || fields.length === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(fields.length - 1, (active ?? 0) + step))
    setActive(next)
    table.current?.querySelectorAll('button')[next]?.focus()
  }

  return (
    <div className="anatomy">
      {fields.length > 0 && (
        <WideBox name={`Fields of the ${what}, in a table`}>
          <table ref={table} className="fields" aria-label={`Fields of the ${what}`} onKeyDown={onKeyDown}>
            <thead>
              <tr>
                <th scope="col">field</th>
                <th scope="col">bytes</th>
                <th scope="col">says</th>
                <th scope="col">which means</th>
              </tr>
            </thead>
            <tbody onPointerLeave={() => setActive(null)}>
              {fields.map((field, i) => (
                <tr
                  key={i}
                  className={rowClass(i === active, field.name === wrong)}
                  onPointerEnter={() => setActive(i)}
                >
                  <th scope="row">
                    <button
                      type="button"
                      className="field-name"
                      tabIndex={i === (active ?? 0) ? 0 : -1}
                      aria-describedby={`${id}-hint`}
                      onFocus={() => setActive(i)}
                      onClick={() => setActive(i)}
                    >
                      {field.name}
                    </button>
                  </th>
                  <td>{field.bytes === 1 ? field.at : `${field.at}–${field.at + field.bytes - 1}`}</td>
                  <td className="field-value">{field.value}</td>
                  <td className="field-meaning">
                    {field.time === undefined ? field.meaning : `${time(field.time)} UTC`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideBox>
      )}
      <HexView
        what={what}
        bytes={bytes}
        fields={fields}
        active={active}
        onActive={setActive}
        origin={origin}
      />
      <p id={`${id}-hint`} className="visually-hidden">
        Up and Down step through the fields; their bytes are marked.
      </p>
    </div>
  )
}

const rowClass = (isActive: boolean, isWrong: boolean): string =>
  [isActive ? 'field-active' : '', isWrong ? 'field-wrong' : ''].join(' ')
