import type { Compression } from '../engine/log/bytes/compression.ts'
import type { Field } from '../engine/log/inspect/fields.ts'
import type { StretchKind, StretchProblem } from '../engine/log/inspect/segment-map.ts'
import type { IndexCheck } from '../engine/log/segment/index-check.ts'

/** What can be said of a whole log file. */
export interface Overview {
  readonly name: string
  readonly size: number
  readonly rows: number
  /** In all batches that are whole. */
  readonly records: number
  readonly firstOffset: number | null
  readonly lastOffset: number | null
  /** The latest time in it; null where no record has one. */
  readonly maxTimestamp: number | null
  readonly kinds: Readonly<Record<StretchKind, number>>
  readonly batchesBy: readonly { readonly compression: Compression; readonly batches: number }[]
  /** The first few hundred. */
  readonly problems: readonly StretchProblem[]
  readonly problemCount: number
  readonly index: IndexCheck | null
  readonly timeIndex: IndexCheck | null
  /** What one should know beside the numbers. */
  readonly notes: readonly string[]
}

/** A stretch of the file, as a line of the list. Offsets and times that it does not have are -1. */
export interface Row {
  readonly row: number
  readonly kind: StretchKind
  readonly at: number
  readonly bytes: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly maxTimestamp: number
  readonly count: number | null
  readonly compression: Compression | null
  readonly isControl: boolean
  readonly isTransactional: boolean
}

export interface BatchDetail {
  readonly row: Row
  readonly fields: readonly Field[]
  /** The header; of what is no batch the first bytes. */
  readonly headerBytes: Uint8Array
  /** How many records can be shown. */
  readonly records: number
  /** Why not all of them can; null when they can. */
  readonly complaint: string | null
  /** Whether the bytes of its records are shown unpacked. */
  readonly isPacked: boolean
  readonly problems: readonly StretchProblem[]
}

/** Bytes for a person: as text where they are text, as hexadecimal digits where not. */
export interface ShownBytes {
  readonly size: number
  readonly text: string
  readonly isText: boolean
  /** Whether `text` is only the beginning. */
  readonly isCut: boolean
}

export interface RecordRow {
  /** Which of its batch, from 0. */
  readonly n: number
  readonly offset: number
  readonly timestamp: number
  /** Null where there is none. */
  readonly key: ShownBytes | null
  readonly value: ShownBytes | null
  readonly headers: readonly { readonly key: string; readonly value: ShownBytes | null }[]
}

export interface RecordDetail {
  readonly fields: readonly Field[]
  /** Its bytes, or the first few thousand. */
  readonly bytes: Uint8Array
  readonly size: number
}

/** What "Show one of ours" can show. */
export const SAMPLES = ['whole', 'flipped', 'torn', 'back'] as const
export type Sample = (typeof SAMPLES)[number]
