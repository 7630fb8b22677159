import { at } from '../../../shared/assert.ts'
import { accept, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RandomStream } from '../../kernel/random.ts'
import { readLiveSetting, type SetCommand } from '../../kernel/set-command.ts'
import type { StepModel } from '../../kernel/step-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import type { HashingCommand, HashingConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { makeFrame, type HashingFrame } from './frame.ts'
import { HashCircle } from './hash-circle.ts'
import { drawKeys, type Keys } from './keys.ts'
import { Lane, movedBy, sayChange, type Change } from './lane.ts'
import { measuresOf } from './measures.ts'
import { Modulo, Rendezvous, Slots } from './other-placements.ts'
import { drawPlan, type Planned } from './plan.ts'
import { Servers } from './servers.ts'
import { HASHING_SETTINGS, MOST_LOOKUPS, type HashingSettings } from './settings.ts'

/** The same keys and servers under five rules, while servers come and go. */
export class HashingModel implements StepModel<HashingCommand, HashingFrame> {
  readonly pace: SimTime
  readonly count: number
  readonly keys: Keys
  readonly servers: Servers
  readonly circle: HashCircle
  readonly ring: HashCircle
  readonly lanes: readonly Lane[]
  /** The key of each lookup so far, and when it was. */
  readonly lookups: number[] = []
  readonly lookedAt: SimTime[] = []
  readonly changes: Change[] = []
  private current: HashingSettings
  private readonly asked: Uint32Array
  private readonly plan: readonly Planned[]
  private readonly lookupsAChange: number

  constructor({ seed, settings }: HashingConfig) {
    this.current = settings
    const { rate, servers, every } = settings
    this.pace = Math.round(SECOND / rate)
    this.count = Math.min(MOST_LOOKUPS, settings.for * rate)
    this.lookupsAChange = every * rate
    this.keys = drawKeys(seed, settings.keys)
    this.plan = drawPlan(seed, settings)
    const stream = RandomStream.of(seed, 'hashing.lookups')
    this.asked = Uint32Array.from({ length: this.count }, () => stream.below(settings.keys))
    this.servers = new Servers(servers)
    const salt = String(seed)
    this.circle = new HashCircle(salt, settings.points)
    this.ring = new HashCircle(salt, settings.virtual)
    const { up } = this.servers
    this.lanes = [
      new Lane('circle', this.circle, this.keys, up),
      new Lane('ring', this.ring, this.keys, up),
      new Lane('modulo', new Modulo(), this.keys, up),
      new Lane('slots', new Slots(), this.keys, up),
      new Lane('rendezvous', new Rendezvous(salt), this.keys, up),
    ]
  }

  get settings(): HashingSettings {
    return this.current
  }

  step(index: number, now: SimTime): void {
    const planned =
      (index + 1) % this.lookupsAChange === 0 && this.plan[(index + 1) / this.lookupsAChange - 1]
    if (planned) this.carryOut(planned, now)
    const key = at(this.asked, index)
    this.lookups.push(key)
    this.lookedAt.push(now)
    for (const lane of this.lanes) lane.lookUp(key)
  }

  apply(command: HashingCommand, now: SimTime): Outcome<string> {
    if (command.kind === 'set') return this.set(command, now)
    const change =
      command.kind === 'add' ? this.servers.add(now) : this.servers.take(command.kind, command.server, now)
    if (!change.ok) return change
    this.move(change.value)
    return accept(sayChange(change.value))
  }

  record(hash: TraceHash): void {
    for (const { moves, fetches } of this.lanes) {
      const last = moves.at(-1)
      hash.add(moves.length * 65_536 + (last === undefined ? 0 : movedBy(last)))
      hash.add(fetches)
    }
    hash.add(this.lookups.at(-1) ?? -1)
  }

  frame(now: SimTime, span: Span, columns: Columns): HashingFrame {
    return makeFrame(this, now, span, columns)
  }

  measures(): number[] {
    return this.lanes.flatMap((lane) => measuresOf(lane, this.servers.up))
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    const found = this.lanes.find(({ id }) => id === lane)
    return found === undefined ? null : explainMeasure(this, found, measure)
  }

  landmarks(): Landmark[] {
    return this.changes.map((change) => ({
      time: change.time,
      kind: change.kind === 'fail' ? 'trouble' : 'turn',
      label: sayChange(change),
    }))
  }

  /** Points may change on the way: only the circle in question is drawn anew. */
  private set(command: SetCommand, now: SimTime): Outcome<string> {
    const read = readLiveSetting(HASHING_SETTINGS, command)
    if (!read.ok) return read
    this.current = { ...this.current, [command.key]: read.value.value }
    const change: Change = {
      time: now,
      kind: 'points',
      server: -1,
      before: this.servers.up.length,
      after: this.servers.up.length,
    }
    this.circle.setPoints(this.current.points)
    this.ring.setPoints(this.current.virtual)
    this.changes.push(change)
    for (const lane of this.lanes) lane.replace(change)
    return accept(read.value.label)
  }

  private carryOut({ kind, pick }: Planned, now: SimTime): void {
    const { up, down } = this.servers
    const [first] = down
    const change =
      kind === 'add'
        ? this.servers.add(now)
        : kind === 'fail-or-back' && first !== undefined
          ? this.servers.take('back', first, now)
          : this.servers.take(kind === 'remove' ? 'remove' : 'fail', Servers.pick(up, pick), now)
    // What can't be done is left out: there is a last server, and a last name.
    if (change.ok) this.move(change.value)
  }

  private move(change: Change): void {
    this.changes.push(change)
    for (const lane of this.lanes) lane.change(change, this.servers.up)
  }
}
