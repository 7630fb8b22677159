import { at, outside } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { Expansion, EXPANSION_HISTORY, LONGEST_SEAM } from './expansion.ts'
import { findLag, LONGEST_LAG, SHORTEST_LAG, type Match } from './pitch.ts'
import type { Rendering, SoundCounts, SoundRenderer } from './renderer.ts'
import type { Segment } from './schedule.ts'
import { contentOf, sampleOf, samples } from './source.ts'
import { Tape } from './tape.ts'

/** How often it looks whether it is ahead or behind, and how far it looks ahead to find a period. */
const STEP = samples(10)
const LOOK = 2 * LONGEST_LAG
const IS_ALIKE = 0.9
const IS_QUIET = 0.003
/** Further off than this no stretching helps: it jumps. */
const JUMP = samples(60)
/** New sound takes over from what was made up within this time. */
const MERGE = samples(5)

/** A packet's place: its samples in the run of content, and when they are to play. */
interface Anchor {
  readonly content: number
  readonly contentEnd: number
  readonly out: number
  readonly outEnd: number
}

/**
 * What a player with timestamps sounds like. Packets that follow each other are one run of sound; where the playout
 * clock runs faster or slower than they do, a pitch period is taken out or put in as soon as it is ahead or behind by
 * one (WSOLA: waveform similarity overlap-add, as in WebRTC's time_stretch.cc). Where packets are missing the last
 * period is repeated and fades.
 */
export class TurnRenderer implements SoundRenderer {
  readonly counts: SoundCounts = { concealed: 0, inserted: 0, removed: 0, silent: 0 }
  private readonly rendering: Rendering
  private readonly tape = new Tape(EXPANSION_HISTORY)
  /** The content of the run that has not played yet, and where in the run it begins. */
  private content = new Float32Array(0)
  private place = 0
  private anchors: Anchor[] = []
  private lastPacket: number | null = null
  /** What fills the time where there is no content; null for silence. */
  private filler: Expansion | null = null
  /** Samples for which the filler still sounds under new content. */
  private merging = 0

  constructor(rendering: Rendering) {
    this.rendering = rendering
  }

  take(segments: readonly Segment[]): void {
    for (const segment of segments) {
      if (segment.kind === 'packet') {
        this.addPacket(segment.packet, segment.from, segment.to)
        this.work(false)
      } else {
        this.endRun()
        this.fill(this.outOf(segment.to), segment.kind)
      }
    }
  }

  render(): Float32Array {
    return this.tape.take(LONGEST_SEAM)
  }

  finish(): Float32Array {
    this.work(true)
    return this.tape.take(0)
  }

  private outOf(time: SimTime): number {
    return sampleOf(time - this.rendering.from)
  }

  private addPacket(packet: number, from: SimTime, to: SimTime): void {
    if (this.lastPacket !== null && packet !== this.lastPacket + 1) this.endRun()
    if (this.lastPacket === null) this.beginRun()
    this.lastPacket = packet
    const fresh = contentOf(this.rendering.source, packet, this.rendering.interval)
    const begin = this.place + this.content.length
    this.anchors.push({
      content: begin,
      contentEnd: begin + fresh.length,
      out: this.outOf(from),
      outEnd: this.outOf(to),
    })
    const joined = new Float32Array(this.content.length + fresh.length)
    joined.set(this.content)
    joined.set(fresh, this.content.length)
    this.content = joined
  }

  private beginRun(): void {
    this.place = 0
    this.merging = MERGE
  }

  /** Plays what is left of the run; from here on the filler goes on. */
  private endRun(): void {
    if (this.lastPacket === null) return
    this.work(true)
    this.anchors = []
    this.lastPacket = null
    this.filler = new Expansion(this.tape)
    this.merging = 0
  }

  /** Up to sample `end` there is no content. */
  private fill(end: number, kind: Exclude<Segment['kind'], 'packet'>): void {
    if (kind === 'missing') this.counts.concealed += Math.max(0, end - this.tape.end)
    if (kind === 'pause') this.filler?.hush(MERGE)
    while (this.tape.end < end) this.tape.push(this.filler?.next() ?? 0)
  }

  /** Plays content as far as it is certain what to do with it; all of it when the run ends here. */
  private work(isEnd: boolean): void {
    const enough = isEnd ? 1 : STEP + LOOK
    while (this.content.length >= enough) {
      const behind = this.dueAt(this.place) - this.tape.end
      if (Math.abs(behind) > JUMP) this.jump(behind)
      else if (Math.abs(behind) >= SHORTEST_LAG && this.stretch(behind)) continue
      this.play(Math.min(STEP, this.content.length))
    }
  }

  /** When the content at `place` is due: between a packet's turn and the next one's time runs evenly. */
  private dueAt(place: number): number {
    while (this.anchors.length > 1 && at(this.anchors, 0).contentEnd <= place) this.anchors.shift()
    const { content, contentEnd, out, outEnd } = at(this.anchors, 0)
    return Math.round(out + ((place - content) * (outEnd - out)) / (contentEnd - content))
  }

  private play(count: number): void {
    for (let i = 0; i < count; i++) this.put(this.content[i] ?? outside(i))
    this.drop(count)
  }

  private put(sample: number): void {
    if (this.merging === 0) return this.tape.push(sample)
    const share = (MERGE - this.merging + 1) / (MERGE + 1)
    this.tape.push(share * sample + (1 - share) * (this.filler?.next() ?? 0))
    this.merging -= 1
  }

  private drop(count: number): void {
    this.content = this.content.subarray(count)
    this.place += count
  }

  /**
   * Puts in, or takes out, one pitch period where the clock is a period behind or ahead. `behind` in samples: positive
   * where the content would play too early. False where no period was found, or none is fit to be heard once more.
   */
  private stretch(behind: number): boolean {
    const ahead = Math.min(this.content.length, LOOK)
    const around = new Float32Array(LONGEST_LAG + ahead)
    for (let i = 0; i < LONGEST_LAG; i++) around[i] = this.tape.tail(LONGEST_LAG - i)
    around.set(this.content.subarray(0, ahead), LONGEST_LAG)
    const longest = Math.min(LONGEST_LAG, Math.abs(behind))
    const match = findLag(around, longest, (lag, wanted) =>
      behind > 0
        ? { a: LONGEST_LAG - lag, b: LONGEST_LAG, room: lag <= ahead ? Math.min(wanted, ahead) : 0 }
        : {
            a: LONGEST_LAG,
            b: LONGEST_LAG + lag,
            room: 2 * lag <= ahead ? Math.min(wanted, ahead - lag) : 0,
          },
    )
    // An unlike period is better left alone, unless it is too quiet to be heard or there is no more time to lose.
    if (match === null || (match.score < IS_ALIKE && longest < LONGEST_LAG && !isQuiet(around))) return false
    if (behind > 0) this.insert(around, match)
    else this.remove(around, match)
    return true
  }

  /** The next period fades into the one before it, which then leads to the next one once more. */
  private insert(around: Float32Array, { lag }: Match): void {
    this.crossFade(around, LONGEST_LAG, LONGEST_LAG - lag, lag)
    this.counts.inserted += lag
  }

  /** The next period fades into the one after it, and both have played. */
  private remove(around: Float32Array, { lag }: Match): void {
    this.crossFade(around, LONGEST_LAG, LONGEST_LAG + lag, lag)
    this.drop(2 * lag)
    this.counts.removed += lag
  }

  private crossFade(sound: Float32Array, from: number, to: number, length: number): void {
    for (let i = 0; i < length; i++) {
      const share = (i + 1) / (length + 1)
      this.put((1 - share) * (sound[from + i] ?? outside(from)) + share * (sound[to + i] ?? outside(to)))
    }
  }

  private jump(behind: number): void {
    this.filler = new Expansion(this.tape)
    this.merging = 0
    if (behind > 0) {
      this.counts.concealed += behind
      for (let i = 0; i < behind; i++) this.tape.push(this.filler.next())
    } else this.drop(Math.min(-behind, this.content.length))
    this.merging = MERGE
  }
}

function isQuiet(sound: Float32Array): boolean {
  let energy = 0
  for (const x of sound) energy += x * x
  return energy < sound.length * IS_QUIET * IS_QUIET
}
