import type { AnyLab } from './define-lab.ts'

/** Screen readers are told no more often than this. */
const PAUSE_MS = 5_000

/** Turns the difference between frames into a sentence now and then, for those who don't see the picture. */
export class Announcer {
  private readonly lab: AnyLab
  private readonly clock: () => number
  private readonly say: (text: string) => void
  private last: unknown = null
  private saidAt = -Infinity

  constructor(lab: AnyLab, clock: () => number, say: (text: string) => void) {
    this.lab = lab
    this.clock = clock
    this.say = say
  }

  /**
   * Takes the newest frame, whose buffer must be whole until the next one comes; speaks when something has happened since
   * it last spoke, and not too often.
   */
  hear(frame: unknown): void {
    this.last ??= frame
    if (this.clock() - this.saidAt < PAUSE_MS) return
    const news = this.lab.news(this.last, frame)
    this.last = frame
    if (news.length === 0) return
    // It is compared with a frame five seconds from now, when its own buffer has long gone back to the worker.
    this.last = structuredClone(frame)
    this.saidAt = this.clock()
    this.say(news.join(' '))
  }
}
