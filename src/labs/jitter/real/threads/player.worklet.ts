import type { FromPlayer, PlayerOptions, ToPlayer } from './messages.ts'

// The sound's thread has a global scope of its own, which TypeScript does not know.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions: PlayerOptions }) => AudioWorkletProcessor,
): void

/** It tells how far it has come about twenty times a second. */
const REPORT_EVERY = 2_400

/** Plays the samples it is handed, one after the other, and changes none of them. */
class Player extends AudioWorkletProcessor {
  private readonly queue: Float32Array[] = []
  private place = 0
  private played = 0
  private starved = 0
  private reported = 0
  private isLast = false
  private isStopped = false

  constructor({ processorOptions: { all } }: { readonly processorOptions: PlayerOptions }) {
    super()
    if (all !== null) {
      this.queue.push(all)
      this.isLast = true
    }
    this.port.addEventListener('message', ({ data }: MessageEvent<ToPlayer>) => {
      if (data.kind === 'samples') this.queue.push(data.samples)
      else if (data.kind === 'last') this.isLast = true
      else this.isStopped = true
    })
    this.port.start()
  }

  process(_inputs: unknown, [output]: readonly (readonly Float32Array[])[]): boolean {
    const [first, ...others] = output ?? []
    if (first === undefined || this.isStopped) return false
    const filled = this.fill(first)
    for (const other of others) other.set(first)
    if (!this.isLast && this.played > 0) this.starved += first.length - filled
    const isOver = this.isLast && this.queue.length === 0
    if (isOver || this.played + this.starved - this.reported >= REPORT_EVERY) this.report(isOver)
    return !isOver
  }

  /** Fills `output` as far as there are samples, and returns how far that is. */
  private fill(output: Float32Array): number {
    let filled = 0
    for (;;) {
      const [chunk] = this.queue
      if (chunk === undefined || filled === output.length) break
      const part = chunk.subarray(this.place, this.place + output.length - filled)
      output.set(part, filled)
      filled += part.length
      this.place += part.length
      if (this.place < chunk.length) break
      this.queue.shift()
      this.place = 0
    }
    this.played += filled
    return filled
  }

  private report(isOver: boolean): void {
    this.reported = this.played + this.starved
    const message: FromPlayer = { played: this.played, starved: this.starved, isOver }
    this.port.postMessage(message)
  }
}

registerProcessor('millrace-player', Player)
