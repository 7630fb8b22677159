import { SECOND, type SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { ENTER, Policy, type PolicyAbout, type Verdict } from './policy.ts'

const MEGABYTE = 1_000_000

/** Keeps everything until its process is out of memory; then all is lost, and it begins again. */
class Unbounded extends Policy {
  override get byteLimit(): number {
    return this.settings.memory * MEGABYTE
  }

  override offer(station: Station, message: number, now: SimTime): Verdict {
    if (this.due !== Infinity) return FATE.lostInCrash
    const bytes = station.bytesInQueue + station.bytesOf(message)
    if (bytes <= this.byteLimit) return ENTER
    station.loseAll(FATE.lostInCrash, now)
    station.switchTo(STRATEGY.down, SIGNAL.bytes, bytes, this.byteLimit, now)
    this.due = now + Math.round(this.settings.restart * SECOND)
    return FATE.lostInCrash
  }

  override ring(station: Station, now: SimTime): void {
    this.due = Infinity
    station.switchTo(STRATEGY.normal, SIGNAL.bytes, station.bytesInQueue, this.byteLimit, now)
  }
}

export const unbounded: PolicyAbout = {
  name: 'Unbounded queue',
  origin: 'whiteboard',
  sentence:
    'A list that grows. It loses nothing until its process is out of memory; then it loses everything at once, and is down for a while.',
  create: (settings) => new Unbounded(settings),
}
