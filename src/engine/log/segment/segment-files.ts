/** A segment as files: what a broker keeps in a partition's folder. */
export interface SegmentFiles {
  readonly baseOffset: number
  readonly log: Uint8Array
  /** Null where the file is lost. */
  readonly index: Uint8Array | null
  readonly timeIndex: Uint8Array | null
}

export type FileKind = 'log' | 'index' | 'timeindex'

/** The file's name as a broker gives it: the segment's first offset in twenty digits. */
export const fileName = (baseOffset: number, kind: FileKind): string =>
  `${String(baseOffset).padStart(20, '0')}.${kind}`

const NAME = /^(\d{20})\.(log|index|timeindex)$/

/** What a file's name says; null for one that no segment has. */
export function parseFileName(name: string): { readonly baseOffset: number; readonly kind: FileKind } | null {
  const [, digits = '', kind] = NAME.exec(name) ?? []
  const baseOffset = Number(digits)
  if (kind === undefined || !Number.isSafeInteger(baseOffset)) return null
  return { baseOffset, kind: kind as FileKind } // one of the three in the pattern
}
