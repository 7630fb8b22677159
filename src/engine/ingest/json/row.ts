import { outside } from '../../../shared/assert.ts'
import { NONE } from '../record.ts'
import { PREFIX, TARGET } from './codes.ts'
import { Hash } from './hash.ts'
import type { FieldSink } from './json-reader.ts'
import { NameReader } from './names.ts'
import type { FieldPlan, Plan } from './plan.ts'
import { epochTime, numberIn, TimeReader } from './read-time.ts'
import { KIND } from './scan.ts'
import type { Titles } from './titles.ts'

/** A position that was given but is none: negative, no number, or larger than any title. */
export const WRONG_POSITION = 0xffff_fffe
const MOST_SECONDS = 0xffff_fffd

/** The event that a line is about, as numbers by TARGET; strings have become numbers, what is missing the markers of a record. */
export class Row implements FieldSink {
  readonly values: Float64Array
  idHigh = 0
  idLow = 0
  private readonly plan: Plan
  private readonly titles: Titles
  private readonly hash = new Hash()
  private readonly times = new TimeReader()
  private readonly users = new NameReader(PREFIX.user, this.hash)
  private readonly devices = new NameReader(PREFIX.device, this.hash)
  private readonly sessions = new NameReader(PREFIX.session, this.hash)
  private readonly ids = new NameReader(PREFIX.id, this.hash)

  constructor(plan: Plan, titles: Titles) {
    this.plan = plan
    this.titles = titles
    this.values = plan.usual.slice()
  }

  begin(): void {
    this.values.set(this.plan.usual)
    this.idHigh = 0
    this.idLow = 0
  }

  clear(field: number): void {
    const { target } = this.plan.fields[field] ?? outside(field)
    if (target === TARGET.id) {
      this.idHigh = 0
      this.idLow = 0
    }
    this.values[target] = this.plan.usual[target] ?? outside(target)
  }

  set(field: number, kind: number, bytes: Uint8Array, from: number, to: number): void {
    const plan = this.plan.fields[field] ?? outside(field)
    if (plan.target === TARGET.id) this.setId(kind, bytes, from, to)
    else this.values[plan.target] = this.read(plan, kind, bytes, from, to)
  }

  /** The id of a line without one. */
  setIdOf(bytes: Uint8Array, from: number, to: number): void {
    this.hash.of(bytes, from, to)
    this.idHigh = this.hash.high
    this.idLow = this.hash.low
  }

  private setId(kind: number, bytes: Uint8Array, from: number, to: number): void {
    const isName = kind === KIND.text || kind === KIND.number
    const isThere = isName && this.ids.readId(bytes, from, to)
    this.idHigh = isThere ? this.hash.high : 0
    this.idLow = isThere ? this.hash.low : 0
  }

  private read(plan: FieldPlan, kind: number, bytes: Uint8Array, from: number, to: number): number {
    if (plan.words !== null) {
      if (kind === KIND.absent) return plan.empty
      const code = kind === KIND.nested ? -1 : plan.words.find(bytes, from, to)
      return code < 0 ? plan.otherwise : code
    }
    // A number counts as its text: 12345 and "12345" are one name, and none of them is rounded.
    const isName = kind === KIND.text || kind === KIND.number
    switch (plan.target) {
      case TARGET.time:
      case TARGET.sent:
      case TARGET.received:
        return this.time(plan, kind, bytes, from, to)
      case TARGET.user:
        return isName ? this.users.read(bytes, from, to) : 0
      case TARGET.device:
        return isName ? this.devices.read(bytes, from, to) : 0
      case TARGET.session:
        return isName ? this.sessions.read(bytes, from, to) : 0
      case TARGET.title:
        return isName && from < to ? this.titles.placeOf(bytes, from, to) : NONE
      case TARGET.position:
        return kind === KIND.absent || (isName && from === to)
          ? NONE
          : seconds(plan, isName, bytes, from, to, WRONG_POSITION)
      default:
        return seconds(plan, isName, bytes, from, to, 0)
    }
  }

  private time(plan: FieldPlan, kind: number, bytes: Uint8Array, from: number, to: number): number {
    if (plan.form === 'iso')
      return kind === KIND.text ? this.times.iso(bytes, from, to, plan.zoneMs) : Number.NaN
    return kind === KIND.text || kind === KIND.number ? epochTime(bytes, from, to, plan.form) : Number.NaN
  }
}

/** Whole seconds; `wrong` for what is no such number. */
function seconds(
  plan: FieldPlan,
  isName: boolean,
  bytes: Uint8Array,
  from: number,
  to: number,
  wrong: number,
): number {
  const value = isName ? Math.floor(numberIn(bytes, from, to) / plan.unitsASecond) : Number.NaN
  return value >= 0 && value <= MOST_SECONDS ? value : wrong
}
