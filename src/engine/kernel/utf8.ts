const REPLACEMENT = 0xfffd

/** Text as UTF-8; half a surrogate pair becomes U+FFFD, as TextEncoder (which engines do not have) does. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) bytes[length++] = code
    else {
      const point = text.codePointAt(i) ?? REPLACEMENT
      if (point > 0xffff) i += 1
      length = writePoint(bytes, length, point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point)
    }
  }
  return bytes.slice(0, length)
}

function writePoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x800) bytes[at++] = 0xc0 | (point >> 6)
  else {
    if (point < 0x1_0000) bytes[at++] = 0xe0 | (point >> 12)
    else {
      bytes[at++] = 0xf0 | (point >> 18)
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f)
    }
    bytes[at++] = 0x80 | ((point >> 6) & 0x3f)
  }
  bytes[at++] = 0x80 | (point & 0x3f)
  return at
}

/** UTF-8 as text. Each byte that is part of no well-formed character becomes one U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0
    const length =
      first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
    const point = length === 1 ? first : readPoint(bytes, i, length)
    text += String.fromCodePoint(point ?? REPLACEMENT)
    i += point === null ? 1 : length
  }
  return text
}

/** The smallest character that needs so many bytes: a longer form than needed is not well-formed. */
const LEAST = [0, 0, 0x80, 0x800, 0x1_0000]

function readPoint(bytes: Uint8Array, at: number, length: number): number | null {
  if (length === 0 || at + length > bytes.length) return null
  let point = (bytes[at] ?? 0) & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0
    if ((byte & 0xc0) !== 0x80) return null
    point = (point << 6) | (byte & 0x3f)
  }
  const isWell = point >= (LEAST[length] ?? 0) && point <= 0x10_ffff && !(point >= 0xd800 && point <= 0xdfff)
  return isWell ? point : null
}
