import { encodeUtf8 } from '../../kernel/utf8.ts'
import { ByteTable } from './byte-table.ts'
import { LINE_RULE } from './codes.ts'
import { JsonScanner, KIND } from './scan.ts'

/** Takes what is read for the fields of a line, by their number. */
export interface FieldSink {
  /** A value of `kind`; a text or number lies in `bytes` from `from` to before `to`. */
  set(field: number, kind: number, bytes: Uint8Array, from: number, to: number): void
  /** Nothing was said about it after all. */
  clear(field: number): void
}

/** A place in the tree of the keys that somebody wants to know about. */
class KeyNode {
  readonly fields: number[] = []
  readonly children: KeyNode[] = []
  /** The line in which it was last met. */
  line = 0
  /** Which of its children came first in the last object, and which known key came after this one. */
  first: KeyNode | null = null
  after: KeyNode | null = null
  /** The key with its quotes, as it usually stands in a line; a zero where it can't stand there without escapes. */
  readonly quoted: Uint8Array
  private readonly table = new ByteTable()

  constructor(key: string) {
    const isPlain = JSON.stringify(key) === `"${key}"`
    this.quoted = isPlain ? encodeUtf8(`"${key}"`) : Uint8Array.of(0)
  }

  find(bytes: Uint8Array, from: number, to: number): KeyNode | null {
    const place = this.table.find(bytes, from, to)
    return place < 0 ? null : (this.children[place] ?? null)
  }

  /** The node below this one for `key`, made when there is none. */
  below(key: string): KeyNode {
    const bytes = encodeUtf8(key)
    const there = this.find(bytes, 0, bytes.length)
    if (there !== null) return there
    const node = new KeyNode(key)
    this.table.set(key, this.children.length)
    this.children.push(node)
    return node
  }
}

const OPEN = 0x7b
const CLOSE = 0x7d
const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c

/** Reads objects of JSON, a line each, and tells the values of the fields at given paths; of the rest only that it is JSON. */
export class JsonReader {
  private readonly scanner = new JsonScanner()
  private readonly root = new KeyNode('')
  private readonly sink: FieldSink
  private line = 0

  /** `paths` are keys joined by dots ("payload.content_id"); a field's number is its place among them. */
  constructor(paths: readonly string[], sink: FieldSink) {
    this.sink = sink
    paths.forEach((path, field) => {
      const node = path.split('.').reduce((above, key) => above.below(key), this.root)
      node.fields.push(field)
    })
  }

  /** Where the last line's fault is: the bytes before it. */
  get position(): number {
    return this.scanner.pos
  }

  /** Reads the line that begins at `from`, behind which is a newline. What is told is the rule it breaks, or 0. */
  read(bytes: Uint8Array, from: number): number {
    const { scanner } = this
    scanner.begin(bytes, from)
    this.line += 1
    if (scanner.peek() !== OPEN) {
      const isJson = scanner.value(0) >= 0 && scanner.isOver()
      if (isJson) scanner.pos = from
      return isJson ? LINE_RULE.notObject : scanner.fault
    }
    return this.object(this.root, 1) && scanner.isOver() ? 0 : scanner.fault
  }

  private object(node: KeyNode, depth: number): boolean {
    const { scanner } = this
    scanner.pos += 1
    if (scanner.peek() === CLOSE) {
      scanner.pos += 1
      return true
    }
    // Most lines have their keys in the same order: the key that came next in the last line is tried first.
    let before: KeyNode | null = null
    let guess = node.first
    for (;;) {
      if (scanner.peek() !== QUOTE) return scanner.fail()
      let child = guess
      if (child === null || !scanner.goOver(child.quoted)) {
        if (!scanner.string()) return false
        child = node.find(scanner.text, scanner.from, scanner.to)
        if (child !== null && before === null) node.first = child
        else if (child !== null && before !== null) before.after = child
      }
      if (!scanner.expect(COLON)) return false
      if (child === null) {
        if (scanner.value(depth) < 0) return false
      } else {
        if (!this.member(child, depth)) return false
        before = child
        guess = child.after
      }
      if (scanner.peek() !== COMMA) return scanner.expect(CLOSE)
      scanner.pos += 1
    }
  }

  private member(node: KeyNode, depth: number): boolean {
    const { scanner } = this
    // Of a key that stands there twice the last one counts, as with JSON.parse.
    if (node.line === this.line) this.forget(node)
    node.line = this.line
    if (node.children.length > 0 && scanner.peek() === OPEN) {
      for (const field of node.fields) this.sink.set(field, KIND.nested, scanner.bytes, 0, 0)
      return this.object(node, depth + 1)
    }
    const kind = scanner.value(depth)
    if (kind < 0) return false
    for (const field of node.fields) this.sink.set(field, kind, scanner.text, scanner.from, scanner.to)
    return true
  }

  private forget(node: KeyNode): void {
    for (const field of node.fields) this.sink.clear(field)
    for (const child of node.children) this.forget(child)
  }
}
