import { GrowableBytes, type SavedBytes } from './growable-bytes.ts'

/** Where a search ended, and how many entries it looked at. */
export interface Lookup<Entry> {
  readonly entry: Entry
  readonly probes: number
}

/** An index of a segment: entries of one length, in order, and each further into the log than the one before. */
export abstract class IndexFile<Entry extends { readonly offset: number }> {
  readonly baseOffset: number
  protected readonly file: GrowableBytes
  protected readonly maxEntries: number
  private readonly entryBytes: number

  constructor(baseOffset: number, entryBytes: number, maxBytes: number, bytes: Uint8Array) {
    this.baseOffset = baseOffset
    this.entryBytes = entryBytes
    this.maxEntries = Math.floor(maxBytes / entryBytes)
    this.file = bytes.length > 0 ? GrowableBytes.of(bytes) : new GrowableBytes(16 * entryBytes)
  }

  get entries(): number {
    return this.file.length / this.entryBytes
  }

  abstract entry(n: number): Entry

  /** Drops the entries from `offset` on. */
  truncate(offset: number): void {
    let { entries } = this
    while (entries > 0 && this.entry(entries - 1).offset >= offset) entries -= 1
    this.file.truncate(entries * this.entryBytes)
  }

  trim(): void {
    this.file.trim()
  }

  bytes(): Uint8Array {
    return this.file.bytes()
  }

  save(): SavedBytes {
    return this.file.save()
  }

  restore(saved: SavedBytes): void {
    this.file.restore(saved)
  }
}
