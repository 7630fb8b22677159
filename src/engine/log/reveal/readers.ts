import type { ReaderId } from './config.ts'

/** The readers a run may have, in order. */
export const READERS: readonly ReaderId[] = ['a', 'b']

/** What a reader is called on a screen. */
export const readerName = (reader: number): string => (reader === 0 ? 'Reader A' : 'Reader B')
