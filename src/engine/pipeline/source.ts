import { assert, at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { SavedColumn } from '../kernel/paged-column.ts'
import { int32 } from '../kernel/typed-columns.ts'
import { RandomStream, type RandomState } from '../kernel/random.ts'
import { fromMs, MILLISECOND, SECOND, tickTime, type SimTime } from '../kernel/time.ts'
import type { PipelineConfig } from './config.ts'
import type { PipelineSettings } from './settings.ts'
import { isKeyFrame } from './sizes.ts'

/** A frame in the network and when it comes out. */
interface Travelling {
  readonly frame: number
  readonly arrives: SimTime
}

export interface SavedSource {
  readonly sent: number
  readonly lost: SavedColumn
  readonly travelling: readonly Travelling[]
  readonly lastArrival: SimTime
  readonly losing: 'frame' | 'key' | null
  readonly streams: readonly RandomState[]
}

const TRANSIT = 20 * MILLISECOND

/** The sender and the network: every lane gets the same frames at the same moments. */
export class Source {
  /** The numbers of the frames that the network lost. */
  readonly lost = int32()
  private readonly fps: number
  private readonly gop: number
  private readonly loseKey: number
  private readonly silence: { readonly from: SimTime; readonly to: SimTime }
  private readonly delays: RandomStream
  private readonly losses: RandomStream
  private count = 0
  private travelling: Travelling[] = []
  private lastArrival: SimTime = 0
  private losing: 'frame' | 'key' | null = null

  constructor({ seed, settings }: PipelineConfig) {
    this.fps = settings.fps
    this.gop = settings.gop
    this.loseKey = settings.loseKey
    this.silence = {
      from: settings.stallAt * SECOND,
      to: settings.stallAt * SECOND + fromMs(settings.stall),
    }
    this.delays = RandomStream.of(seed, 'network.delay')
    this.losses = RandomStream.of(seed, 'network.loss')
  }

  /** How many frames were sent. */
  get sent(): number {
    return this.count
  }

  get inNetwork(): number {
    return this.travelling.length
  }

  /** What the network will lose next; null for nothing. */
  get willLose(): 'frame' | 'key' | null {
    return this.losing
  }

  /** When the next frame is sent. */
  get sendDue(): SimTime {
    return tickTime(this.count, this.fps)
  }

  /** When the next frame arrives; null while none is under way. */
  get arrivalDue(): SimTime | null {
    return this.travelling[0]?.arrives ?? null
  }

  /** Sends the frame that is due, into the network or into the void; says which. */
  send(now: SimTime, { spread, loss }: PipelineSettings): 'under way' | 'lost' {
    const frame = this.count
    this.count += 1
    const delay = TRANSIT + fromMs(this.delays.exponential() * spread)
    const isLost = this.losses.chance(loss / 100)
    if (isLost || this.isToBeLost(frame)) {
      this.lost.push(frame)
      return 'lost'
    }
    this.lastArrival = Math.max(this.lastArrival, this.afterSilence(now + delay))
    this.travelling.push({ frame, arrives: this.lastArrival })
    return 'under way'
  }

  /** Takes the frame whose arrival is due out of the network. */
  arrive(): number {
    const first = this.travelling.shift()
    assert(first !== undefined, 'a frame arrives only while one is under way')
    return first.frame
  }

  /** The next frame sent, or the next key frame, will be lost. */
  lose(what: 'frame' | 'key'): Outcome<string> {
    if (this.losing !== null)
      return refuse(`the network is about to lose the next ${wordsFor(this.losing)} already`)
    this.losing = what
    return accept(`next ${wordsFor(what)} lost`)
  }

  save(): SavedSource {
    return {
      sent: this.count,
      lost: this.lost.save(),
      travelling: this.travelling.slice(),
      lastArrival: this.lastArrival,
      losing: this.losing,
      streams: [this.delays.save(), this.losses.save()],
    }
  }

  restore(saved: SavedSource): void {
    this.count = saved.sent
    this.lost.restore(saved.lost)
    this.travelling = saved.travelling.slice()
    this.lastArrival = saved.lastArrival
    this.losing = saved.losing
    this.delays.restore(at(saved.streams, 0))
    this.losses.restore(at(saved.streams, 1))
  }

  private isToBeLost(frame: number): boolean {
    const isKey = isKeyFrame(frame, this.gop)
    if (this.losing === 'frame' || (this.losing === 'key' && isKey)) {
      this.losing = null
      return true
    }
    return isKey && this.loseKey > 0 && frame === this.loseKey * this.gop
  }

  private afterSilence(time: SimTime): SimTime {
    const { from, to } = this.silence
    return time >= from && time < to ? to : time
  }
}

const wordsFor = (what: 'frame' | 'key'): string => (what === 'key' ? 'key frame' : 'frame')
