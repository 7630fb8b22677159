const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const LONGEST = 80

/** `text` on one line and harmless to a terminal: control characters are written out as `\u{..}`. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)

/** What a person typed, as it may stand in a message: printable and not too long. */
export function quote(text: string): string {
  const safe = printable(text)
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}...` : safe
}

/** 1234567 as "1,234,567". */
export const grouped = (count: number): string => count.toLocaleString('en')

/** `value` with `digits` decimals and its thousands grouped; "-" where there is no number. */
export const decimal = (value: number, digits: number): string =>
  Number.isNaN(value)
    ? '-'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** `value` rounded for JSON, null where there is no number: JSON knows neither NaN nor infinity. */
export const rounded = (value: number, digits: number): number | null =>
  Number.isFinite(value) ? Number(value.toFixed(digits)) : null

/** Milliseconds for JSON, to the microsecond. */
export const roundedMs = (ms: number): number | null => rounded(ms, 3)

/**
 * `text` broken at spaces, and a word too long for a line after its commas, into lines of at most `width`; every line
 * but the first begins with `indent`.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((one) => breakWord(one, width - indent.length))) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = indent + word
    } else line = line === '' && lines.length === 0 ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function breakWord(word: string, room: number): string[] {
  if (word.length <= room) return [word]
  const pieces = ['']
  for (const part of word.split(/(?<=,)/)) {
    const last = pieces.length - 1
    const longer = pieces[last] + part
    if (pieces[last] === '' || longer.length <= room) pieces[last] = longer
    else pieces.push(part)
  }
  return pieces
}

/** The parts that have any lines, one after the other with an empty line between. */
export const paragraphs = (parts: readonly (readonly string[])[]): string[] =>
  parts.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : [''].concat(lines)))
