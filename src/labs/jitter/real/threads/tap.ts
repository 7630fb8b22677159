import { LivePlayer } from '../../../../engine/jitter/live-player.ts'
import { TICKS_A_PACKET } from './delay-line.ts'
import type { OurReading, OurSettings } from './messages.ts'

type Frame = RTCEncodedAudioFrame

const PACKET_MS = 20
const MICROSECONDS = 1_000

/**
 * Sits right before the browser's jitter buffer, changes nothing, and tells our own player of each packet at the moment
 * the browser's buffer gets it: both meet the same arrivals, the browser's own hiccups included.
 */
export class Tap {
  private readonly ours: LivePlayer
  private readonly started = performance.now()
  private hasBegun = false
  private firstTimestamp: number | null = null
  private targets = { count: 0, sum: 0 }

  constructor({ stretch, whenLate }: OurSettings) {
    this.ours = new LivePlayer(PACKET_MS * MICROSECONDS, stretch, whenLate)
  }

  begin(): void {
    this.hasBegun = true
  }

  /** Passes packets on until the connection is closed. */
  async run(readable: ReadableStream<Frame>, writable: WritableStream<Frame>): Promise<void> {
    const reader = readable.getReader()
    const writer = writable.getWriter()
    for (;;) {
      const { value: frame, done } = await reader.read()
      if (done) return
      const { timestamp } = frame
      await writer.write(frame)
      if (this.hasBegun) this.note(timestamp)
    }
  }

  report(): OurReading {
    const now = this.micros()
    this.ours.playUntil(now)
    const { target, played, bufferTime, missingTime } = this.ours.read(now)
    const { count, sum } = this.targets
    this.targets = { count: 0, sum: 0 }
    return {
      target: (count > 0 ? sum / count : target) / MICROSECONDS,
      played,
      bufferTime: bufferTime / MICROSECONDS,
      missingTime: missingTime / MICROSECONDS,
    }
  }

  private note(timestamp: number): void {
    this.firstTimestamp ??= timestamp
    const ticks = (timestamp - this.firstTimestamp) >>> 0
    const now = this.micros()
    this.ours.arrive(Math.round(ticks / TICKS_A_PACKET), now)
    this.targets = { count: this.targets.count + 1, sum: this.targets.sum + this.ours.read(now).target }
  }

  private micros(): number {
    return Math.round((performance.now() - this.started) * MICROSECONDS)
  }
}
