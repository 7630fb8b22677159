import { at, outside } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { decodeUtf8, encodeUtf8 } from '../../kernel/utf8.ts'
import { LEAST_OF_HASHES, type SketchContent, type StillSketch } from './still.ts'
import { HASH_BITS } from './estimate.ts'

/**
 * Sketches as bytes, little-endian throughout:
 *
 *   header  "MLHL" · version u8 = 1 · three zeros · hash key u32 · end of the windows f64, ms since 1970 · sketches u32
 *   each    bytes of the name u16 · the name, UTF-8 · window u16, in minutes, 0: all there ever was
 *           · precision u8 · form u8 · entries u32 · the entries
 *   end     CRC-32 (IEEE 802.3) of everything before it, u32
 *
 * Forms: 0 hashes, u32 each, rising; 1 sparse, place u32 and rank u8 each, places rising; 2 dense, 2^p ranks of a byte.
 * A hash is `mix` (lowbias32, chance.ts) of the user's number XOR the hash key: its first p bits are the register's place, the zeros
 * that lead the rest, plus one, the rank. Files with the same hash key can be merged.
 */
const MAGIC = [0x4d, 0x4c, 0x48, 0x4c]
const VERSION = 1
const HEADER_BYTES = 24
const FIXED_BYTES = 10
const CRC_BYTES = 4
const FORMS = ['hashes', 'sparse', 'dense'] as const
const ENTRY_BYTES: Readonly<Record<SketchContent['form'], number>> = { hashes: 4, sparse: 5, dense: 1 }
const MOST_NAME_BYTES = 1_024
const LEAST_PRECISION = 4
const MOST_PRECISION = 17

/** A title's viewers over a window that ends with the others of its file. */
export interface NamedSketch extends StillSketch {
  readonly name: string
  /** 0: all there ever was. */
  readonly windowMinutes: number
}

export interface SketchFile {
  readonly hashKey: number
  /** The end of the windows, in ms since 1970; NaN where there are none. */
  readonly endMs: number
  readonly sketches: readonly NamedSketch[]
}

/** The bytes of a file. */
export function writeSketches({ hashKey, endMs, sketches }: SketchFile): Uint8Array {
  const names = sketches.map(({ name }) => encodeUtf8(name).slice(0, MOST_NAME_BYTES))
  const size = sketches.reduce(
    (sum, { content }, i) =>
      sum + FIXED_BYTES + at(names, i).length + entriesOf(content) * ENTRY_BYTES[content.form],
    HEADER_BYTES + CRC_BYTES,
  )
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint8(4, VERSION)
  view.setUint32(8, hashKey, true)
  view.setFloat64(12, endMs, true)
  view.setUint32(20, sketches.length, true)
  let pos = HEADER_BYTES
  sketches.forEach(({ windowMinutes, precision, content }, i) => {
    const name = at(names, i)
    view.setUint16(pos, name.length, true)
    bytes.set(name, pos + 2)
    pos += 2 + name.length
    view.setUint16(pos, windowMinutes, true)
    view.setUint8(pos + 2, precision)
    view.setUint8(pos + 3, FORMS.indexOf(content.form))
    view.setUint32(pos + 4, entriesOf(content), true)
    pos = writeEntries(bytes, view, pos + 8, content)
  })
  view.setUint32(pos, crc32(bytes.subarray(0, pos)), true)
  return bytes
}

function entriesOf(content: SketchContent): number {
  if (content.form === 'hashes') return content.hashes.length
  return content.form === 'sparse' ? content.places.length : content.registers.length
}

function writeEntries(bytes: Uint8Array, view: DataView, from: number, content: SketchContent): number {
  let pos = from
  if (content.form === 'dense') bytes.set(content.registers, pos)
  else if (content.form === 'hashes')
    content.hashes.forEach((hash, i) => view.setUint32(pos + 4 * i, hash, true))
  else
    content.places.forEach((place, i) => {
      view.setUint32(pos + 5 * i, place, true)
      view.setUint8(pos + 5 * i + 4, content.ranks[i] ?? outside(i))
    })
  pos += entriesOf(content) * ENTRY_BYTES[content.form]
  return pos
}

/** Reads a file of sketches. Refuses with the byte at which it is none; what is accepted can be merged and counted safely. */
export function readSketches(bytes: Uint8Array): Outcome<SketchFile> {
  if (bytes.length < HEADER_BYTES + CRC_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte))
    return refuse('this is no file of sketches: it does not begin with "MLHL"', 'byte 0')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const version = view.getUint8(4)
  if (version !== VERSION) return refuse(`version ${version} is unknown; ${VERSION} is known`, 'byte 4')
  const end = bytes.length - CRC_BYTES
  if (view.getUint32(end, true) !== crc32(bytes.subarray(0, end)))
    return refuse('the checksum is wrong: the file was cut or changed', `byte ${end}`)
  const count = view.getUint32(20, true)
  const sketches: NamedSketch[] = []
  let pos = HEADER_BYTES
  while (sketches.length < count) {
    const read = readOne(bytes, view, pos, end)
    if (!read.ok) return read
    sketches.push(read.value.sketch)
    pos = read.value.next
  }
  if (pos !== end) return refuse(`${end - pos} bytes too many behind the last sketch`, `byte ${pos}`)
  return accept({ hashKey: view.getUint32(8, true), endMs: view.getFloat64(12, true), sketches })
}

function readOne(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  end: number,
): Outcome<{ readonly sketch: NamedSketch; readonly next: number }> {
  const short = refuse('the file ends within a sketch', `byte ${from}`)
  if (from + FIXED_BYTES > end) return short
  const length = view.getUint16(from, true)
  const pos = from + 2 + length
  if (pos + FIXED_BYTES - 2 > end) return short
  const name = decodeUtf8(bytes.subarray(from + 2, pos))
  const precision = view.getUint8(pos + 2)
  const form = FORMS[view.getUint8(pos + 3)]
  const entries = view.getUint32(pos + 4, true)
  const start = pos + 8
  if (form === undefined) return refuse(`form ${view.getUint8(pos + 3)} is unknown`, `byte ${pos + 3}`)
  const least = form === 'hashes' ? LEAST_OF_HASHES : LEAST_PRECISION
  if (precision < least || precision > MOST_PRECISION)
    return refuse(`precision ${precision} is not from ${least} to ${MOST_PRECISION}`, `byte ${pos + 2}`)
  if (form === 'dense' ? entries !== 2 ** precision : form === 'sparse' && entries > 2 ** precision)
    return refuse(`${entries} registers where there are 2^${precision}`, `byte ${pos + 4}`)
  const next = start + entries * ENTRY_BYTES[form]
  if (next > end) return short
  const content = readEntries(bytes, view, start, entries, form)
  const wrong = wrongEntry(content, precision)
  if (wrong >= 0)
    return refuse('an entry is out of order or range', `byte ${start + wrong * ENTRY_BYTES[form]}`)
  return accept({ sketch: { name, windowMinutes: view.getUint16(pos, true), precision, content }, next })
}

function readEntries(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  entries: number,
  form: SketchContent['form'],
): SketchContent {
  if (form === 'dense') return { form, registers: bytes.slice(from, from + entries) }
  const size = ENTRY_BYTES[form]
  const words = new Uint32Array(entries)
  for (let i = 0; i < entries; i++) words[i] = view.getUint32(from + size * i, true)
  if (form === 'hashes') return { form, hashes: words }
  const ranks = new Uint8Array(entries)
  for (let i = 0; i < entries; i++) ranks[i] = view.getUint8(from + size * i + 4)
  return { form, places: words, ranks }
}

/** The first entry that can't be; -1 when all can. */
function wrongEntry(content: SketchContent, precision: number): number {
  const most = HASH_BITS - precision + 1
  if (content.form === 'dense') return content.registers.findIndex((rank) => rank > most)
  const words = content.form === 'hashes' ? content.hashes : content.places
  const unsorted = words.findIndex((word, i) => i > 0 && word <= (words[i - 1] ?? outside(i)))
  if (content.form === 'hashes' || unsorted >= 0) return unsorted
  const far = words.findIndex((place) => place >= 2 ** precision)
  return far >= 0 ? far : content.ranks.findIndex((rank) => rank === 0 || rank > most)
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc >>> 0
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}
