import type { SegmentFiles } from '../engine/log/segment/segment-files.ts'

/** What is to be kept: a partition's segments, under a name for people. */
export interface KeepRequest {
  readonly name: string
  readonly files: readonly SegmentFiles[]
  readonly logStartOffset: number
  /** How large a segment may become when the log is appended to. */
  readonly segmentBytes: number
}

/** A kept log, as a list has it. */
export interface KeptSummary {
  readonly id: string
  readonly name: string
  readonly created: number
  /** Held in memory only: gone with the page. */
  readonly isInMemory: boolean
}

/** A log that was kept: where, and if not on disk, why not. */
export interface Kept {
  readonly log: KeptSummary
  /** Why it is in memory only, in a sentence; null when it is on disk. */
  readonly why: string | null
}

/** A kept log that is open. */
export interface OpenLog {
  readonly log: KeptSummary
  readonly segments: number
  readonly bytes: number
  readonly startOffset: number
  readonly endOffset: number
  /** What was found and done when it was opened, in sentences; none when all was well. */
  readonly done: readonly string[]
}

/** A record as it is typed. Null for none. */
export interface TypedRecord {
  readonly key: string | null
  readonly value: string | null
}

export interface NamedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Whether logs can be kept here. */
export interface StorageStatus {
  /** Why they can't, in a sentence; null when they can. */
  readonly why: string | null
  readonly usedBytes: number | null
  readonly quotaBytes: number | null
  /** Whether the browser has promised not to clear them away when its disk runs short. */
  readonly isPersistent: boolean
}

/** Said when another tab, or a speaker's view, has a log open. */
export const HELD_ELSEWHERE = 'another tab of this browser has it open'
