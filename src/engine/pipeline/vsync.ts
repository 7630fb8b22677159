import { SECOND, tickTime, type SimTime } from '../kernel/time.ts'

/** The screen's clock: refresh `k` begins at its own rounded moment, so no drift adds up. */
export class Vsync {
  readonly hz: number

  constructor(hz: number) {
    this.hz = hz
  }

  timeOf(refresh: number): SimTime {
    return tickTime(refresh, this.hz)
  }

  /** The refresh that is on the screen at `time`: the last one that has begun. */
  at(time: SimTime): number {
    let refresh = Math.floor((time * this.hz) / SECOND)
    while (this.timeOf(refresh) > time) refresh -= 1
    while (this.timeOf(refresh + 1) <= time) refresh += 1
    return refresh
  }

  /** The first refresh that begins at `time` or later. */
  from(time: SimTime): number {
    const refresh = this.at(time)
    return this.timeOf(refresh) === time ? refresh : refresh + 1
  }

  /** When the first refresh begins that does so at `time` or later. */
  next(time: SimTime): SimTime {
    return this.timeOf(this.from(time))
  }
}
