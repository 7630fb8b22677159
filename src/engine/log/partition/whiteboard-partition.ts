import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'

/** A message as it is drawn: no batch, no bytes. */
export interface WhiteboardMessage {
  readonly offset: number
  /** The broker's clock when it came, in milliseconds. */
  readonly timestamp: number
  readonly key: string | null
  readonly value: string
  readonly bytes: number
}

export interface WhiteboardSegment {
  readonly createdAt: number
  readonly bytes: number
  readonly messages: readonly WhiteboardMessage[]
}

export interface WhiteboardSettings {
  /** Null as it is drawn: nobody ever makes a segment. */
  readonly segmentBytes: number | null
  readonly retentionHours: number
  readonly retentionBytes: number
}

export const WHITEBOARD_DEFAULTS: WhiteboardSettings = {
  segmentBytes: null,
  retentionHours: 168,
  retentionBytes: 10 * 1024 ** 3,
}

interface OpenSegment extends WhiteboardSegment {
  bytes: number
  messages: WhiteboardMessage[]
}

export interface SavedWhiteboard {
  readonly segments: readonly WhiteboardSegment[]
  readonly hasCurrent: boolean
  readonly isOpen: boolean
  readonly writeOffset: number
}

const HOUR_MS = 3_600_000

/**
 * The partition of slides 9 and 11 as drawn. `current_segment` is never made there, so the first append fails; with
 * `segmentBytes` the least is mended that lets it run at all: a segment is opened when there is none and when one is
 * full. Retention stays as drawn: it takes a segment's age from when it was made, deletes until less than the limit is
 * left, and does not ask whether a segment is being written.
 */
export class WhiteboardPartition {
  readonly settings: WhiteboardSettings
  private list: OpenSegment[] = []
  /** What append writes to; retention may have deleted it meanwhile. */
  private current: OpenSegment | null = null
  private next = 0

  constructor(settings: WhiteboardSettings = WHITEBOARD_DEFAULTS) {
    this.settings = settings
  }

  get segments(): readonly WhiteboardSegment[] {
    return this.list
  }

  get writeOffset(): number {
    return this.next
  }

  get size(): number {
    return this.list.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Whether it can still be written to: not once the segment being written has been deleted. */
  get isAlive(): boolean {
    const { segmentBytes } = this.settings
    return segmentBytes !== null && (this.current === null || this.list.includes(this.current))
  }

  append(key: string | null, value: string, bytes: number, now: number): Outcome<number> {
    const { segmentBytes } = this.settings
    if (segmentBytes === null) return refuse('current_segment was never made: there is nothing to write to')
    if (!this.isAlive)
      return refuse('current_segment has been deleted by retention: there is nothing to write to')
    // #region append-as-drawn
    let segment = this.current
    if (segment === null || segment.bytes + bytes > segmentBytes) {
      segment = { createdAt: now, bytes: 0, messages: [] }
      this.list.push(segment)
    }
    const offset = this.next
    segment.messages.push({ offset, timestamp: now, key, value, bytes })
    segment.bytes += bytes
    this.current = segment
    this.next = offset + 1
    // #endregion append-as-drawn
    return accept(this.next - 1)
  }

  /** Up to `count` messages from `offset` on; what retention has deleted is skipped without a word. */
  read(offset: number, count: number): WhiteboardMessage[] {
    const found: WhiteboardMessage[] = []
    for (const { messages } of this.list) {
      const last = messages.at(-1)
      if (last === undefined || last.offset < offset) continue
      for (const message of messages) {
        if (found.length === count) return found
        if (message.offset >= offset) found.push(message)
      }
    }
    return found
  }

  /** The retention of slide 11; returns what it deleted. */
  enforceRetention(now: number): readonly WhiteboardSegment[] {
    const { retentionHours, retentionBytes } = this.settings
    const deleted: WhiteboardSegment[] = []
    const drop = (): number => {
      const oldest = this.list.shift()
      if (oldest !== undefined) deleted.push(oldest)
      return oldest?.bytes ?? 0
    }
    /** Without an oldest segment not a number, which is above no limit. */
    const hoursSince = (time = Number.NaN): number => (now - time) / HOUR_MS
    // #region retention-as-drawn
    while (hoursSince(this.list[0]?.createdAt) > retentionHours) drop()
    let total = this.size
    while (total > retentionBytes && this.list.length > 0) {
      total -= drop()
    }
    // #endregion retention-as-drawn
    return deleted
  }

  save(): SavedWhiteboard {
    return {
      segments: this.list.map((segment) => ({ ...segment, messages: [...segment.messages] })),
      hasCurrent: this.current !== null,
      isOpen: this.isAlive,
      writeOffset: this.next,
    }
  }

  restore(saved: SavedWhiteboard): void {
    this.list = saved.segments.map((segment) => ({ ...segment, messages: [...segment.messages] }))
    const gone = { createdAt: 0, bytes: 0, messages: [] }
    this.current = saved.hasCurrent ? ((saved.isOpen ? this.list.at(-1) : gone) ?? gone) : null
    this.next = saved.writeOffset
  }
}
