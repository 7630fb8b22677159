import { useState, type JSX, type KeyboardEvent, type SyntheticEvent } from 'react'
import type { Field } from '../../engine/log/inspect/fields.ts'

const PER_LINE = 8
const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: PER_LINE,
  ArrowUp: -PER_LINE,
  Home: -Infinity,
  End: Infinity,
}

interface HexViewProps {
  readonly what: string
  readonly bytes: Uint8Array
  readonly fields: readonly Field[]
  /** The field that is marked. */
  readonly active: number | null
  readonly onActive: (field: number | null) => void
  readonly origin: number | null
}

const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0')

/** Bytes in hexadecimal and as characters. Arrow keys step from byte to byte; the field of each is told. */
export function HexView({ what, bytes, fields, active, onActive, origin }: HexViewProps): JSX.Element {
  const [cursor, setCursor] = useState<number | null>(null)
  const fieldAt = (i: number): number =>
    fields.findIndex(({ at, bytes: length }) => i >= at && i < at + length)
  const mark = (i: number): void => onActive(fields.length === 0 ? null : fieldAt(i))

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = KEYS[event.key]
    if (step === undefined || bytes.length === 0) return
    event.preventDefault()
    const next = cursor === null ? 0 : Math.max(0, Math.min(bytes.length - 1, cursor + step))
    setCursor(next)
    mark(next)
  }
  const point = ({ target }: SyntheticEvent): void => {
    const i = target instanceof HTMLElement ? target.dataset['byte'] : undefined
    if (i === undefined) return
    setCursor(null)
    mark(Number(i))
  }

  const lines = Array.from({ length: Math.ceil(bytes.length / PER_LINE) }, (_, line) => line * PER_LINE)
  const classOf = (i: number): string => {
    const field = fieldAt(i)
    return [
      field < 0 ? '' : field % 2 === 0 ? 'byte-even' : 'byte-odd',
      field >= 0 && field === active ? 'byte-active' : '',
      i === cursor ? 'byte-cursor' : '',
    ].join(' ')
  }
  return (
    <div className="hex-box">
      <div
        className="hex"
        role="group"
        aria-label={`Bytes of the ${what}: ${bytes.length}. Arrow keys step through them`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerOver={point}
        onPointerLeave={() => onActive(null)}
        onBlur={() => setCursor(null)}
      >
        {lines.map((from) => (
          <div key={from} className="hex-line" aria-hidden="true">
            <span className="hex-at">{hex((origin ?? 0) + from, 6)}</span>
            <span className="hex-bytes">
              {Array.from(bytes.subarray(from, from + PER_LINE), (byte, i) => (
                <span key={i} data-byte={from + i} className={classOf(from + i)}>
                  {hex(byte)}
                </span>
              ))}
            </span>
            <span className="hex-text">
              {Array.from(bytes.subarray(from, from + PER_LINE), (byte, i) => (
                <span key={i} data-byte={from + i} className={classOf(from + i)}>
                  {byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'}
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {cursor === null ? '' : sayByte(cursor, bytes, fields[fieldAt(cursor)])}
      </p>
    </div>
  )
}

const sayByte = (i: number, bytes: Uint8Array, field: Field | undefined): string =>
  `byte ${i}: ${hex(bytes[i] ?? 0)}${field === undefined ? '' : `, ${field.name}, ${field.value}`}`
