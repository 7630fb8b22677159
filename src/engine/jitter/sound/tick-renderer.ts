import type { Rendering, SoundCounts, SoundRenderer } from './renderer.ts'
import type { Segment } from './schedule.ts'
import { contentOf, sampleOf } from './source.ts'
import { Tape } from './tape.ts'

/**
 * What the whiteboard's player sounds like: each frame's samples as they are, one frame a tick, and silence where it has
 * none. Nothing is mended: where frames that are no neighbours meet, and where silence begins and ends, it clicks.
 */
export class TickRenderer implements SoundRenderer {
  readonly counts: SoundCounts = { concealed: 0, inserted: 0, removed: 0, silent: 0 }
  private readonly rendering: Rendering
  private readonly tape = new Tape(1)

  constructor(rendering: Rendering) {
    this.rendering = rendering
  }

  take(segments: readonly Segment[]): void {
    const { source, interval, from } = this.rendering
    for (const segment of segments) {
      const end = sampleOf(segment.to - from)
      const content = segment.kind === 'packet' ? contentOf(source, segment.packet, interval) : null
      const start = this.tape.end
      // A tick may be a sample longer than a packet: its last sample stays.
      while (this.tape.end < end)
        this.tape.push(content?.[Math.min(this.tape.end - start, content.length - 1)] ?? 0)
      if (segment.kind === 'missing') this.counts.silent += end - start
    }
  }

  render(): Float32Array {
    return this.tape.take(0)
  }

  finish(): Float32Array {
    return this.render()
  }
}
