import { decodeUtf8 } from '../engine/kernel/utf8.ts'
import type { LogRecord } from '../engine/log/bytes/record.ts'
import type { RecordRow, ShownBytes } from './protocol.ts'

const MOST_CHARACTERS = 2_000
/** What no text has in it: control characters but tab and line ends, and what stands for bytes that are no UTF-8. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/

/** Bytes as text if they are UTF-8 without control characters, else in hexadecimal digits; long ones are cut. */
export function showBytes(bytes: Uint8Array, most = MOST_CHARACTERS): ShownBytes {
  const text = decodeUtf8(bytes.subarray(0, most))
  const isCut = bytes.length > most
  // The cut may go through a character.
  const isText = !NO_TEXT.test(isCut ? text.replace(/\ufffd{1,3}$/, '') : text)
  if (isText) return { size: bytes.length, text, isText, isCut }
  const digits = Array.from(bytes.subarray(0, most / 4), (byte) => byte.toString(16).padStart(2, '0'))
  return { size: bytes.length, text: digits.join(' '), isText, isCut: bytes.length > most / 4 }
}

const shown = (bytes: Uint8Array | null): ShownBytes | null => (bytes === null ? null : showBytes(bytes))

export const showRecord = ({ offset, timestamp, key, value, headers }: LogRecord, n: number): RecordRow => ({
  n,
  offset,
  timestamp,
  key: shown(key),
  value: shown(value),
  headers: headers.map((header) => ({ key: header.key, value: shown(header.value) })),
})
