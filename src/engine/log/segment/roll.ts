import { unreachable } from '../../../shared/assert.ts'

/** Why a segment was closed and the next one opened. */
export type RollReason =
  | 'size' // segment.bytes: the batch does not fit any more
  | 'time' // segment.ms
  | 'index-full' // segment.index.bytes, of the offset index
  | 'time-index-full' // the same of the time index
  | 'offset-overflow' // an offset more than 2^31 - 1 beyond the segment's first
  | 'retention' // retention wants the last segment too

/** Why a segment exists: the log began with it, the one before was closed, or it was read from files. */
export type OpenedBy = RollReason | 'first' | 'recovered'

/** A roll's reason in words for a screen. */
export function describeRoll(reason: OpenedBy): string {
  switch (reason) {
    case 'first':
      return 'the log begins here'
    case 'recovered':
      return 'read from its files, which do not tell why it was opened'
    case 'size':
      return 'the next batch did not fit into segment.bytes'
    case 'time':
      return 'segment.ms had passed between its first batch and the next'
    case 'index-full':
      return 'its offset index was full (segment.index.bytes)'
    case 'time-index-full':
      return 'its time index was full (segment.index.bytes)'
    case 'offset-overflow':
      return 'the next offset did not fit into 32 bits from its first'
    case 'retention':
      return 'retention took the segment that was being written, so a new one came first'
    default:
      return unreachable(reason)
  }
}
