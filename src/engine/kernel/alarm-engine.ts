import type { Alarms } from './alarms.ts'
import { RunEngine, type SavedRun } from './run-engine.ts'
import type { SimTime } from './time.ts'

/** A run whose events are alarms that ring. Whatever happens may retime them, so they are planned anew each time. */
export abstract class AlarmEngine<
  Command,
  Frame,
  Settings extends { readonly for: number },
  Saved extends SavedRun<Settings>,
> extends RunEngine<Command, Frame, Settings, Saved> {
  protected abstract readonly alarms: Alarms

  protected get due(): SimTime | null {
    return this.alarms.nextTime
  }

  protected handle(now: SimTime): void {
    this.alarms.ringNext(now)
    this.alarms.plan(this.end)
  }

  protected override settle(): void {
    this.alarms.plan(this.end)
  }
}
