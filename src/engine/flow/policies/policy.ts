import type { SimTime } from '../../kernel/time.ts'
import type { Fate } from '../pressure/codes.ts'
import type { PressureSettings } from '../pressure/settings.ts'
import type { Station } from '../station/station.ts'

/** It goes into the queue. */
export const ENTER = -1
/** It waits at the producer until `admits` says yes. */
export const WAIT = -2

/** What becomes of a message that is offered: one of the two above, or its end. */
export type Verdict = typeof ENTER | typeof WAIT | Fate

/** Below this share of its limit a queue that was full counts as having room again, for the picture's bands. */
export const ROOM_AGAIN = 0.5

/** When a policy wants to be called, in an object of one kind for all of them: the station looks at it all the time. */
export interface Alarm {
  at: SimTime
}

/**
 * What a queue does when more comes in than goes out. This is a queue that keeps everything and lets nobody wait; the
 * policies differ from it, a small file each. All they know is their station.
 */
export class Policy {
  protected settings: PressureSettings
  readonly alarm: Alarm = { at: Infinity }

  constructor(settings: PressureSettings) {
    this.settings = settings
  }

  /** When it wants to be called: Infinity for never. */
  get due(): SimTime {
    return this.alarm.at
  }

  set due(at: SimTime) {
    this.alarm.at = at
  }

  /** How many messages may be in the queue; null for any number. */
  get limit(): number | null {
    return null
  }

  /** How many bytes may be held; null where they do not count. */
  get byteLimit(): number | null {
    return null
  }

  /** What counts against `byteLimit`, or would. */
  bytesHeld(station: Station): number {
    return station.bytesInQueue
  }

  /** The chance with which a message is kept now. */
  get keep(): number {
    return 1
  }

  /** What becomes of the message. */
  offer(_station: Station, _message: number, _now: SimTime): Verdict {
    return ENTER
  }

  /** Whether one of those that wait at the producer may go in now. */
  admits(_station: Station): boolean {
    return true
  }

  /** Takes the next message to be served out of the queue: its number, or -1. */
  take(station: Station, _now: SimTime): number {
    return station.shift()
  }

  /** A message went in; it is the newest of the queue. */
  entered(_station: Station, _message: number, _now: SimTime): void {}

  /** A message was served. */
  served(_station: Station, _now: SimTime): void {}

  /** The moment `due` has come. */
  ring(_station: Station, _now: SimTime): void {}

  reconfigure(settings: PressureSettings): void {
    this.settings = settings
  }

  /** What it remembers beside its settings, as numbers. */
  save(): readonly number[] {
    return [this.due]
  }

  restore(saved: readonly number[]): void {
    this.due = saved[0] ?? Infinity
  }
}

/** What a policy is called, where it comes from, and how it is made. */
export interface PolicyAbout {
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  /** What it does, in a sentence. */
  readonly sentence: string
  create(settings: PressureSettings, seed: number): Policy
}
