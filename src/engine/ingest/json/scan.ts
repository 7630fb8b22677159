import { LINE_RULE, MOST_DEPTH } from './codes.ts'

/** What a value is. Absent is a null, too. */
export const KIND = { absent: 0, text: 1, number: 2, truth: 3, nested: 4 } as const

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const NEWLINE = 0x0a

/** Bytes at which a text can't be read on as it stands: its end, an escape, control characters, all but ASCII. */
const STOPS = new Uint8Array(256).map((_, byte) =>
  byte < 0x20 || byte === QUOTE || byte === BACKSLASH || byte >= 0x80 ? 1 : 0,
)
const WORDS = ['true', 'false', 'null'].map((word) => Array.from(word, (letter) => letter.charCodeAt(0)))
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const PLAIN_ESCAPES = new Int16Array(256).fill(-1)
for (const letter of ['"', '\\', '/']) PLAIN_ESCAPES[letter.charCodeAt(0)] = letter.charCodeAt(0)
for (const [letter, meant] of Object.entries(ESCAPES))
  PLAIN_ESCAPES[letter.charCodeAt(0)] = meant.charCodeAt(0)

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/**
 * Reads JSON (RFC 8259, as strictly as JSON.parse) from the bytes of one line, without making strings or objects. The
 * byte behind the line is a newline: none can stand in a line of JSON, so nothing has to look where the line ends.
 */
export class JsonScanner {
  bytes: Uint8Array = new Uint8Array(1)
  pos = 0
  /** The rule that the line breaks, a code of LINE_RULE; 0 while it breaks none. */
  fault = 0
  /** Where the last text lies that was read, its escapes undone; or the last number, as it is written. */
  text: Uint8Array = this.bytes
  from = 0
  to = 0
  private scratch: Uint8Array = new Uint8Array(1024)

  begin(bytes: Uint8Array, from: number): void {
    this.bytes = bytes
    this.pos = from
    this.fault = 0
  }

  /** Goes to the next byte that is not blank, and tells it. */
  peek(): number {
    const { bytes } = this
    let { pos } = this
    let byte = bytes[pos] ?? 0
    while (byte === 0x20 || byte === 0x09 || byte === 0x0d) byte = bytes[++pos] ?? 0
    this.pos = pos
    return byte
  }

  /** Whether nothing but blanks is left of the line. */
  isOver(): boolean {
    return this.peek() === NEWLINE || this.fail()
  }

  /** Goes over `byte`, which comes next but for blanks. */
  expect(byte: number): boolean {
    if (this.peek() !== byte) return this.fail()
    this.pos += 1
    return true
  }

  fail(rule: number = LINE_RULE.notJson): false {
    this.fault = rule
    return false
  }

  /** Goes over `word` if the bytes here are the same. */
  goOver(word: Uint8Array): boolean {
    const { bytes, pos } = this
    const { length } = word
    for (let i = 0; i < length; i++) if (bytes[pos + i] !== word[i]) return false
    this.pos = pos + length
    return true
  }

  /** Reads the value that begins here, whatever it is, and tells its KIND; -1 at a fault. */
  value(depth: number): number {
    const byte = this.peek()
    if (byte === QUOTE) return this.string() ? KIND.text : -1
    if (byte === 0x7b || byte === 0x5b) {
      const isFine = byte === 0x7b ? this.skipObject(depth + 1) : this.skipList(depth + 1)
      return isFine ? KIND.nested : -1
    }
    if (byte === 0x2d || isDigit(byte)) return this.number() ? KIND.number : -1
    return this.word(byte)
  }

  /** Reads the text whose opening quote is here. */
  string(): boolean {
    const { bytes } = this
    let pos = this.pos + 1
    const from = pos
    for (;;) {
      while (STOPS[bytes[pos] ?? 0] === 0) pos += 1
      const byte = bytes[pos] ?? 0
      if (byte === QUOTE) break
      this.pos = pos
      if (byte === BACKSLASH) return this.unescape(from)
      if (byte < 0x80) return this.fail()
      const length = utf8Length(bytes, pos)
      if (length === 0) return this.fail(LINE_RULE.notUtf8)
      pos += length
    }
    this.text = bytes
    this.from = from
    this.to = pos
    this.pos = pos + 1
    return true
  }

  /** Whether this object, unknown to everybody, is well-formed. */
  private skipObject(depth: number): boolean {
    if (depth > MOST_DEPTH) return this.fail(LINE_RULE.tooDeep)
    this.pos += 1
    if (this.peek() === 0x7d) {
      this.pos += 1
      return true
    }
    for (;;) {
      if (this.peek() !== QUOTE) return this.fail()
      if (!this.string() || !this.expect(COLON) || this.value(depth) < 0) return false
      if (this.peek() !== COMMA) return this.expect(0x7d)
      this.pos += 1
    }
  }

  private skipList(depth: number): boolean {
    if (depth > MOST_DEPTH) return this.fail(LINE_RULE.tooDeep)
    this.pos += 1
    if (this.peek() === 0x5d) {
      this.pos += 1
      return true
    }
    for (;;) {
      if (this.value(depth) < 0) return false
      if (this.peek() !== COMMA) return this.expect(0x5d)
      this.pos += 1
    }
  }

  private number(): boolean {
    const { bytes } = this
    this.from = this.pos
    if (bytes[this.pos] === 0x2d) this.pos += 1
    if (bytes[this.pos] === 0x30) this.pos += 1
    else if (!this.digits()) return this.fail()
    if (bytes[this.pos] === 0x2e) {
      this.pos += 1
      if (!this.digits()) return this.fail()
    }
    if (bytes[this.pos] === 0x65 || bytes[this.pos] === 0x45) {
      this.pos += 1
      if (bytes[this.pos] === 0x2b || bytes[this.pos] === 0x2d) this.pos += 1
      if (!this.digits()) return this.fail()
    }
    this.text = bytes
    this.to = this.pos
    return true
  }

  private digits(): boolean {
    const { bytes, pos } = this
    let end = pos
    while (isDigit(bytes[end] ?? 0)) end += 1
    this.pos = end
    return end > pos
  }

  private word(first: number): number {
    const { bytes, pos } = this
    const word = WORDS.find((letters) => letters[0] === first)
    if (word?.every((letter, i) => bytes[pos + i] === letter) !== true) {
      this.fail()
      return -1
    }
    this.text = bytes
    this.from = pos
    this.to = pos + word.length
    this.pos = this.to
    return first === 0x6e ? KIND.absent : KIND.truth
  }

  /** A text with escapes, of which the bytes from `from` to the first escape, here, are as they stand. */
  private unescape(from: number): boolean {
    const { bytes } = this
    let length = 0
    let { pos } = this
    let copied = from
    for (;;) {
      while (STOPS[bytes[pos] ?? 0] === 0) pos += 1
      const byte = bytes[pos] ?? 0
      if (byte >= 0x80) {
        const more = utf8Length(bytes, pos)
        this.pos = pos
        if (more === 0) return this.fail(LINE_RULE.notUtf8)
        pos += more
        continue
      }
      length = this.copy(copied, pos, length)
      this.pos = pos
      if (byte === QUOTE) break
      if (byte !== BACKSLASH) return this.fail()
      length = this.escape(length)
      if (length < 0) return this.fail()
      copied = this.pos
      pos = this.pos
    }
    this.text = this.scratch
    this.from = 0
    this.to = length
    this.pos = pos + 1
    return true
  }

  private copy(from: number, to: number, length: number): number {
    // An escape adds at most four bytes.
    const needed = length + to - from + 4
    if (needed > this.scratch.length) {
      const larger = new Uint8Array(2 * needed)
      larger.set(this.scratch.subarray(0, length))
      this.scratch = larger
    }
    this.scratch.set(this.bytes.subarray(from, to), length)
    return length + to - from
  }

  /** Puts what the escape here stands for at `length` of the scratch and goes behind it; the new length, -1 at a fault. */
  private escape(length: number): number {
    const { bytes, scratch } = this
    const letter = bytes[this.pos + 1] ?? 0
    const plain = PLAIN_ESCAPES[letter] ?? -1
    if (plain >= 0) {
      scratch[length] = plain
      this.pos += 2
      return length + 1
    }
    if (letter !== 0x75) return -1
    let point = this.hex(this.pos + 2)
    if (point < 0) return -1
    this.pos += 6
    const isHigh = point >= 0xd800 && point < 0xdc00
    if (isHigh && bytes[this.pos] === BACKSLASH && bytes[this.pos + 1] === 0x75) {
      const other = this.hex(this.pos + 2)
      if (other >= 0xdc00 && other < 0xe000) {
        point = 0x1_0000 + ((point - 0xd800) << 10) + (other - 0xdc00)
        this.pos += 6
      }
    }
    return writePoint(scratch, length, point)
  }

  private hex(at: number): number {
    let value = 0
    for (let i = 0; i < 4; i++) {
      const byte = this.bytes[at + i] ?? 0
      const lower = byte | 0x20
      const digit = isDigit(byte) ? byte - 0x30 : lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
      if (digit < 0) return -1
      value = value * 16 + digit
    }
    return value
  }
}

/** As UTF-8; half a surrogate pair in three bytes of its own, so that different names stay different. */
function writePoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    bytes[at] = point
    return at + 1
  }
  const more = point < 0x800 ? 1 : point < 0x1_0000 ? 2 : 3
  bytes[at] = ((0xf80 >> more) & 0xff) | (point >> (6 * more))
  for (let i = 1; i <= more; i++) bytes[at + i] = 0x80 | ((point >> (6 * (more - i))) & 0x3f)
  return at + more + 1
}

/** How many bytes the character beyond ASCII at `at` has; 0 when it is not well-formed (RFC 3629). */
export function utf8Length(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const second = bytes[at + 1] ?? 0
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  const isFine =
    (first !== 0xe0 || second >= 0xa0) &&
    (first !== 0xed || second < 0xa0) &&
    (first !== 0xf0 || second >= 0x90) &&
    (first !== 0xf4 || second < 0x90)
  return isFine ? length : 0
}
