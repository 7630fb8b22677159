/** A header of a record: metadata beside the value. Its name is not null; its value may be. */
export interface RecordHeader {
  readonly key: string
  readonly value: Uint8Array | null
}

/** What a producer gives: bytes, for the log knows nothing of what they mean. */
export interface NewRecord {
  /** Null where the record has none. */
  readonly key: Uint8Array | null
  /** Null in a tombstone. */
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
  /** Milliseconds since 1970. */
  readonly timestamp: number
}

/** A record in the log. */
export interface LogRecord extends NewRecord {
  readonly offset: number
}
