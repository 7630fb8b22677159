import type { Target } from '../engine/ingest/json/codes.ts'
import type { FileCounts } from '../engine/ingest/json/file-run.ts'
import type { Span } from '../engine/ingest/json/locate.ts'
import type { TimeForm } from '../engine/ingest/json/read-time.ts'
import type { BoardExport } from '../engine/ingest/json/write-board.ts'

/** How a field of an event is filled, while it is being chosen. */
export type FieldDraft =
  | { readonly how: 'none' }
  | {
      readonly how: 'column'
      readonly from: string
      /** For times; and the zone of those that have none, '' where they need one. */
      readonly as?: TimeForm
      readonly zone?: string
      /** For positions and durations. */
      readonly unit?: 's' | 'ms'
      /** For fields with words of ours: theirs, what each means, and what any other means ('' is nothing). */
      readonly values?: Readonly<Record<string, string>>
      readonly other?: string
    }
  | { readonly how: 'value'; readonly value: string }
  /** For ids alone. */
  | { readonly how: 'line_number' | 'line_text' }

/** A mapping while it is being chosen. */
export interface Draft {
  readonly format: 'csv' | 'ndjson'
  readonly delimiter: string
  /** The columns' names where the file has no header. */
  readonly columns: readonly string[] | null
  readonly fields: Readonly<Record<Target, FieldDraft>>
}

/** What the first lines of a file look like. */
export interface Probe {
  readonly kind: 'envelope' | 'ndjson' | 'csv'
  readonly isGzip: boolean
  /** The cells of a header, or keys within each other joined by dots. */
  readonly columns: readonly string[]
  /** Its first rows, a text a column. */
  readonly rows: readonly (readonly string[])[]
  /** By column what stands in it in the first rows, where that is a handful of words. */
  readonly words: Readonly<Record<string, readonly string[]>>
  /** How it might be meant. */
  readonly draft: Draft
}

/** What a mapping makes of the first lines. */
export interface Preview {
  readonly accepted: number
  readonly rejected: number
  /** Rules by their codes, most broken first. */
  readonly broken: readonly { readonly rule: number; readonly count: number }[]
  /** The first event, in the envelope. */
  readonly first: string | null
}

export interface ReadProgress {
  /** Bytes of the file, packed as it is. */
  readonly bytes: number
  readonly accepted: number
  readonly rejected: number
}

/** Everything that is counted of a file. */
export interface Summary {
  readonly counts: FileCounts
  /** By bucket of LATENESS_BUCKETS. */
  readonly lateness: { readonly corrected: readonly number[]; readonly drawn: readonly number[] }
  readonly board: BoardExport | null
  readonly drawn: BoardExport | null
  readonly dedupe: {
    readonly duplicates: number
    readonly forgotten: number
    readonly capacity: number
    readonly bytes: number
    readonly falsePositiveRate: number
  }
  /** Milliseconds by stage. */
  readonly stages: readonly { readonly stage: string; readonly ms: number }[]
  readonly seconds: number
  /** Bytes of the file that were read, packed and unpacked. */
  readonly bytes: number
  readonly unpacked: number
  readonly isGzip: boolean
  /** Why not all of it was read; null when it was. */
  readonly problem: string | null
  readonly titles: number
  /** Dead letters that are only counted, by rule. */
  readonly notKept: readonly number[]
  /** Lines that were mended before the run and counted in their place. */
  readonly mended: number
}

export interface LetterRow {
  readonly number: number
  readonly line: number
  readonly rule: number
  /** Its beginning. */
  readonly text: string
}

export interface LetterPage {
  readonly total: number
  readonly rows: readonly LetterRow[]
}

export interface LetterDetail {
  readonly number: number
  readonly line: number
  readonly rule: number
  readonly text: string
  readonly isCut: boolean
  /** The field that is wrong as the file calls it; null where it is the line itself. */
  readonly path: string | null
  /** Where it stands, or the rest of the line from where it could not be read. */
  readonly span: Span | null
}

/** What became of letters that were sent again: those that are still none are told with the rule they break. */
export interface Replayed {
  readonly sent: number
  readonly still: readonly { readonly number: number; readonly rule: number }[]
  readonly summary: Summary
}

/** A title's unique viewers by a file of sketches, by the run, and by both merged; null: one of them has no such title. */
export interface MergedSketch {
  readonly name: string
  readonly windowMinutes: number
  readonly there: number
  readonly here: number | null
  readonly union: number | null
}

export interface MergedFile {
  readonly endMs: number
  readonly sketches: number
  /** Those of the most viewers. */
  readonly rows: readonly MergedSketch[]
}

export const SAMPLE_KINDS = ['envelope', 'clicks'] as const
export type SampleKind = (typeof SAMPLE_KINDS)[number]

/** Two sketches to be made: of so many different ids, of which `shared` are in both. */
export interface BenchRequest {
  readonly precision: number
  readonly a: number
  readonly b: number
  readonly shared: number
}

export interface BenchedSketch {
  readonly exact: number
  readonly estimate: number
  /** 'hashes' while it is sparse and exact. */
  readonly form: string
  /** As a file of its own. */
  readonly bytes: number
}

export interface Bench {
  readonly a: BenchedSketch
  readonly b: BenchedSketch
  /** Of the two merged after they were written as bytes and read again. */
  readonly union: BenchedSketch
  /** Whether that is, byte for byte, the sketch that was given all of both. */
  readonly isSame: boolean
  /** 1.04 / sqrt(2^precision). */
  readonly standardError: number
}
