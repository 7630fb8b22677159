import type { TopicCommand } from '../../../../src/engine/log/topic/config.ts'
import type { TopicSettings } from '../../../../src/engine/log/topic/settings.ts'

/**
 * A topic as plain as can be, to compare with: one partition, an array of records for each segment, no bytes, no index.
 * Every record is a batch of its own (batch.size 0) without a key. It knows Kafka's rules and none of our code.
 */
export interface NaiveRecord {
  readonly offset: number
  readonly timestamp: number
}

interface NaiveSegment {
  base: number
  records: NaiveRecord[]
  bytes: number
  created: number
  modified: number
}

interface NaiveGroup {
  policy: string
  paused: boolean
  position: number
  started: number
  budget: number
  delivered: number
  skipped: number
}

const EPOCH = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000
const TURN = 50_000

/** Bytes of a varint that holds `value`, zig-zagged. */
const varint = (value: number): number => {
  let size = 1
  for (let bits = value * 2; bits >= 128; bits = Math.floor(bits / 128)) size += 1
  return size
}

export class NaiveTopic {
  readonly segments: NaiveSegment[]
  readonly groups: NaiveGroup[] = []
  readonly deleted = { time: 0, size: 0, 'log-start': 0 }
  logStart = 0
  next = 0
  refused = 0
  produced = 0
  private readonly factor: number
  private readonly settings: { -readonly [Key in keyof TopicSettings]: TopicSettings[Key] }
  private time = 0
  private due = { record: 0, turn: TURN, check: 0 }
  private readonly checkEvery: number
  private readonly batchBytes: number

  constructor(settings: TopicSettings, factor: number) {
    this.settings = { ...settings }
    this.factor = factor
    this.checkEvery = Math.ceil((settings.checkMinutes * 60_000_000) / factor)
    this.due.check = this.checkEvery
    const body = 1 + 1 + 1 + 1 + varint(settings.size) + settings.size + 1
    this.batchBytes = 61 + varint(body) + body
    this.segments = [{ base: 0, records: [], bytes: 0, created: this.clock(), modified: this.clock() }]
    for (let i = 0; i < settings.groups; i++) this.join(settings.reset)
  }

  get kept(): readonly NaiveRecord[] {
    return this.segments.flatMap(({ records }) => records)
  }

  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  advance(until: number): void {
    const end = Math.min(until, this.settings.for * 1_000_000)
    for (;;) {
      const record = Math.ceil(this.due.record)
      const first = Math.min(record, this.due.turn, this.due.check)
      if (first > end) break
      this.time = first
      if (record === first) {
        this.due.record += 1_000_000 / this.settings.rate
        this.append(this.clock())
      } else if (this.due.turn === first) {
        this.due.turn += TURN
        this.groups.forEach((group, i) => this.read(group, i))
      } else {
        this.due.check += this.checkEvery
        this.check()
      }
    }
    this.time = Math.max(this.time, until)
  }

  apply(command: TopicCommand): void {
    const { settings } = this
    if (command.kind === 'clean-up') this.check()
    if (command.kind === 'pause-group') {
      const group = this.groups[command.group]
      if (group !== undefined) Object.assign(group, { paused: command.paused, budget: 0 })
    }
    if (command.kind === 'join-group') this.join(command.from)
    if (command.kind === 'future-record') this.append(this.clock() + command.hours * HOUR)
    if (command.kind === 'delete-records') this.logStart = Math.max(this.logStart, command.offset)
    if (command.kind === 'set') {
      Object.assign(settings, { [command.key]: command.value })
      if (command.key === 'reset') for (const group of this.groups) group.policy = String(command.value)
    }
  }

  private clock(): number {
    return EPOCH + Math.floor((this.time * this.factor) / 1_000)
  }

  private join(policy: string): void {
    const position = policy === 'earliest' ? this.logStart : this.next
    this.groups.push({
      policy,
      paused: false,
      position,
      started: position,
      budget: 0,
      delivered: 0,
      skipped: 0,
    })
  }

  private append(timestamp: number): void {
    const { segmentKib, segmentHours, aheadHours } = this.settings
    this.produced += 1
    if (aheadHours >= 0 && timestamp - this.clock() > aheadHours * HOUR) {
      this.refused += 1
      return
    }
    let active = this.segments[this.segments.length - 1] as NaiveSegment
    const first = active.records[0]
    const isFull = active.bytes + this.batchBytes > segmentKib * 1_024
    const isOld = first !== undefined && timestamp - first.timestamp > Math.round(segmentHours * HOUR)
    if (isFull || isOld) active = this.roll()
    active.records.push({ offset: this.next, timestamp })
    active.bytes += this.batchBytes
    active.modified = this.clock()
    this.next += 1
  }

  private roll(): NaiveSegment {
    if (this.segments.at(-1)?.records.length === 0) this.segments.pop()
    const fresh = { base: this.next, records: [], bytes: 0, created: this.clock(), modified: this.clock() }
    this.segments.push(fresh)
    return fresh
  }

  private check(): void {
    const { retentionKib, retentionHours } = this.settings
    this.drop('log-start', (_, after) => after !== undefined && after.base <= this.logStart)
    let over = this.bytes - retentionKib * 1_024
    if (retentionKib >= 0 && over >= 0)
      this.drop('size', ({ bytes }) => {
        if (over - bytes < 0) return false
        over -= bytes
        return true
      })
    const now = this.clock()
    if (retentionHours >= 0)
      this.drop('time', (segment) => {
        const newest = Math.max(-1, ...segment.records.map(({ timestamp }) => timestamp))
        return now - (newest < 0 ? segment.modified : newest) > Math.round(retentionHours * HOUR)
      })
  }

  private drop(
    reason: keyof NaiveTopic['deleted'],
    mayGo: (segment: NaiveSegment, after: NaiveSegment | undefined) => boolean,
  ): void {
    let count = 0
    for (const [i, segment] of this.segments.entries()) {
      const after = this.segments[i + 1]
      if (!mayGo(segment, after) || (after === undefined && segment.records.length === 0)) break
      count += 1
    }
    if (count === 0) return
    if (count === this.segments.length) this.roll()
    for (const segment of this.segments.splice(0, count)) this.deleted[reason] += segment.records.length
    this.logStart = Math.max(this.logStart, this.segments[0]?.base ?? 0)
  }

  private read(group: NaiveGroup, index: number): void {
    if (group.paused) return
    const speed = [this.settings.speedA, this.settings.speedB, this.settings.speedC, this.settings.speedD][
      index
    ]
    group.budget += ((speed ?? 200) * TURN) / 1_000_000
    const want = Math.floor(group.budget)
    if (want > 0 && group.position < this.logStart) {
      const to = group.policy === 'earliest' ? this.logStart : this.next
      group.skipped += to - group.position
      group.position = to
    }
    const got = Math.min(want, this.next - group.position)
    group.position += got
    group.delivered += got
    group.budget = Math.min(1, group.budget - got)
  }
}
