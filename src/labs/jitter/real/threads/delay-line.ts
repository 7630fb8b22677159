import type { FromDelayLine } from './messages.ts'

/** The browser's audio packets: their timestamps count samples at 48 kHz, 20 ms each. */
export const TICKS_A_PACKET = 960

type Frame = RTCEncodedAudioFrame

interface Held {
  readonly frame: Frame
  /** When it is to go on, in milliseconds of this thread's clock; null: as soon as those before it have. */
  readonly due: number | null
}

/**
 * A delay line between the browser's encoder and its network: each packet is held back for as long as the lab's network
 * would have taken. One packet at a time goes on, in order, and each is waited for: written in any other way the
 * browser loses most of them.
 */
export class DelayLine {
  private readonly plan: Float64Array
  private readonly queue: Held[] = []
  private wake: () => void = () => {}
  private hasBegun = false
  private firstTimestamp: number | null = null
  private done = 0
  private lost = 0
  private behind = { count: 0, sum: 0, most: 0 }

  /** `plan`: how long each packet is held back, in milliseconds; NaN: it is lost. */
  constructor(plan: Float64Array) {
    this.plan = plan
  }

  /** From the next packet on the plan holds; those before, on the way to a connection, go on as they come. */
  begin(): void {
    this.hasBegun = true
  }

  /** Carries packets until the connection is closed. */
  async run(readable: ReadableStream<Frame>, writable: WritableStream<Frame>): Promise<void> {
    await Promise.race([this.readAll(readable.getReader()), this.writeAll(writable.getWriter())])
  }

  report(): Pick<FromDelayLine, 'done' | 'lost' | 'behind'> {
    const { done, lost, behind } = this
    this.behind = { count: 0, sum: 0, most: 0 }
    return { done, lost, behind }
  }

  private async readAll(reader: ReadableStreamDefaultReader<Frame>): Promise<void> {
    for (;;) {
      const { value: frame, done } = await reader.read()
      if (done) return
      this.take(frame)
    }
  }

  private take(frame: Frame): void {
    const delay = this.hasBegun ? this.delayOf(frame) : null
    if (delay !== null && Number.isNaN(delay)) {
      this.lost += 1
      return
    }
    this.queue.push({ frame, due: delay === null ? null : performance.now() + delay })
    this.wake()
  }

  private delayOf({ timestamp }: Frame): number {
    this.firstTimestamp ??= timestamp
    const packet = Math.round(((timestamp - this.firstTimestamp) >>> 0) / TICKS_A_PACKET)
    this.done = Math.min(packet + 1, this.plan.length)
    return this.plan[packet] ?? 0
  }

  private async writeAll(writer: WritableStreamDefaultWriter<Frame>): Promise<void> {
    for (;;) {
      const held = this.queue.shift()
      if (held === undefined) {
        await new Promise<void>((resolve) => (this.wake = resolve))
        continue
      }
      const { frame, due } = held
      const wait = due === null ? 0 : due - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      await writer.write(frame)
      if (due !== null) this.noteLateness(performance.now() - due)
    }
  }

  private noteLateness(late: number): void {
    const { count, sum, most } = this.behind
    this.behind = { count: count + 1, sum: sum + Math.max(0, late), most: Math.max(most, late) }
  }
}
