import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { checkRun } from './checks.ts'
import { PACES, type Pace } from './codes.ts'
import { stageIndex, type CascadeCommand, type CascadeConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type CascadeFrame } from './frame.ts'
import { Input, type SavedInput } from './input.ts'
import { landmarksOf } from './landmarks.ts'
import { Lane, type SavedLane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { MAX_ITEMS } from './settings/scope.ts'
import { CASCADE_SETTINGS, type CascadeSettings } from './settings.ts'

/** Something that is to happen at its time: a stage changes its pace, or a burst begins or ends. */
interface Mark {
  readonly time: SimTime
  readonly kind: 'pace' | 'burst'
  readonly stage: number
  readonly pace: Pace
  readonly begins: boolean
}

/** A trouble's cause, as it came about. `end` is NaN while it lasts. */
export interface Cause {
  /** -1 for a burst. */
  readonly stage: number
  readonly pace: Pace
  readonly start: SimTime
  readonly end: SimTime
}

/** What the trace hash calls each thing that happens. */
const RECORD = { done: 1, offer: 2, mark: 3, pace: 4, blocker: 5, set: 6 } as const

export interface SavedCascadeEngine extends SavedRun<CascadeSettings> {
  readonly nextMark: number
  readonly paces: readonly Pace[]
  readonly causes: readonly Cause[]
  readonly input: SavedInput
  readonly lanes: readonly SavedLane[]
}

/**
 * Up to five stages in a row, wired twice and fed the same items: each as hard at each stage in one wiring as in the
 * other. A full queue stops the stage before it, and so on back to the source. Each item meets one end in a lane:
 * offered = out + turned away + dropped (by stage) + held (by stage) + in hand + waiting at its source.
 */
export class CascadeEngine extends RunEngine<
  CascadeCommand,
  CascadeFrame,
  CascadeSettings,
  SavedCascadeEngine
> {
  readonly config: CascadeConfig
  readonly checkpointEvery = SECOND / 2
  readonly input: Input
  readonly lanes: readonly Lane[]
  private readonly marks: readonly Mark[]
  private nextMark = 0
  private paces: Pace[]
  private causesYet: Cause[] = []

  constructor(config: CascadeConfig) {
    super(CASCADE_SETTINGS, config.settings)
    const { settings } = config
    this.config = config
    this.input = new Input(config)
    this.lanes = [new Lane('whiteboard', config, this.input), new Lane('production', config, this.input)]
    this.paces = Array.from({ length: settings.stages }, () => 'normal')
    this.marks = marksOf(settings)
  }

  /** By stage: how fast it works. */
  get pacesNow(): readonly Pace[] {
    return this.paces
  }

  /** Every cause of trouble so far, oldest first. */
  get causes(): readonly Cause[] {
    return this.causesYet
  }

  frame(span: Span, columns: Columns): CascadeFrame {
    return buildFrame(this, span, columns)
  }

  summaries(): LaneSummary[] {
    return this.lanes.map((lane) => summarise(this, lane))
  }

  measures(): number[] {
    return this.summaries().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = this.lanes.find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  save(): SavedCascadeEngine {
    return {
      ...this.saveRun(),
      nextMark: this.nextMark,
      paces: this.paces.slice(),
      causes: this.causesYet.slice(),
      input: this.input.save(),
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedCascadeEngine): void {
    this.restoreRun(saved)
    this.nextMark = saved.nextMark
    this.paces = saved.paces.slice()
    this.causesYet = saved.causes.slice()
    this.input.restore(saved.input)
    this.lanes.forEach((lane, i) => lane.restore(at(saved.lanes, i)))
  }

  protected get due(): SimTime {
    let next = Math.min(this.marks[this.nextMark]?.time ?? Infinity, this.input.due)
    for (const lane of this.lanes) next = Math.min(next, lane.due)
    return next
  }

  protected override follow(time: SimTime): void {
    for (const lane of this.lanes) lane.pass(time)
  }

  /** One instant's order: what goes wrong, then who is done (the whiteboard's first), then who is offered. */
  protected handle(now: SimTime): void {
    const mark = this.marks[this.nextMark]
    if (mark?.time === now) {
      this.nextMark += 1
      this.carryOutMark(mark)
      return
    }
    const index = this.lanes.findIndex(({ due }) => due === now)
    if (index >= 0) {
      at(this.lanes, index).finishOne(now)
      this.record(RECORD.done, index)
      return
    }
    this.offer(now)
  }

  private offer(now: SimTime): void {
    if (this.input.count >= MAX_ITEMS) {
      this.end = now
      return
    }
    const item = this.input.make(now)
    if (item < 0) return // a rate has changed, and nothing else
    for (const lane of this.lanes) lane.arrive(item, now)
    this.record(RECORD.offer, this.input.source.get(item), this.input.key.get(item))
  }

  private carryOutMark({ kind, stage, pace, begins }: Mark): void {
    if (kind === 'pace') this.setPace(stage, pace)
    else this.noteCause(begins, { stage: -1, pace: 'normal' })
    this.record(RECORD.mark, stage, PACES.indexOf(pace))
  }

  private setPace(stage: number, pace: Pace): void {
    const before = at(this.paces, stage)
    if (before === pace) return
    const speed = pace === 'normal' ? 1 : pace === 'slow' ? 1 / this.current.slowBy : 0
    this.paces[stage] = pace
    for (const lane of this.lanes) lane.setSpeed(stage, speed, this.time)
    if (before !== 'normal') this.noteCause(false, { stage, pace: before })
    if (pace !== 'normal') this.noteCause(true, { stage, pace })
  }

  private noteCause(begins: boolean, { stage, pace }: Pick<Cause, 'stage' | 'pace'>): void {
    for (const lane of this.lanes) lane.recovery.trouble(begins, this.time)
    if (begins) this.causesYet = [...this.causesYet, { stage, pace, start: this.time, end: Number.NaN }]
    else
      this.causesYet = this.causesYet.map((cause) =>
        cause.stage === stage && Number.isNaN(cause.end) ? { ...cause, end: this.time } : cause,
      )
  }

  protected carryOut(command: CascadeCommand): Outcome<string> {
    switch (command.kind) {
      case 'pace':
        return this.paceByHand(command.stage, command.to)
      case 'blocker':
        this.input.askForBlocker()
        this.record(RECORD.blocker)
        return accept('the next item is slow')
      case 'set':
        return this.changeSetting(command)
    }
  }

  private paceByHand(stage: number, to: Pace): Outcome<string> {
    if (stage < 1 || stage > this.current.stages)
      return refuse(`there is no stage ${stage}: they are 1 to ${this.current.stages}`)
    if (this.paces[stage - 1] === to) return refuse(`stage ${stage} is ${WORDS[to]} already`)
    this.setPace(stage - 1, to)
    this.record(RECORD.pace, stage, PACES.indexOf(to))
    return accept(`stage ${stage} ${WORDS[to]}`)
  }

  protected reconfigure(): void {
    this.input.reconfigure(this.current, this.time)
    for (const lane of this.lanes) lane.reconfigure(this.current, this.time)
    this.record(RECORD.set)
  }

  /** Every event goes into the fingerprint with what it came to: the counts of every lane. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    for (const { ledger } of this.lanes) {
      const { offered, out, shed, waiting } = ledger.counts
      for (const count of [offered, out, shed, waiting, ledger.inside]) this.hash.add(count)
    }
  }
}

const WORDS: Readonly<Record<Pace, string>> = {
  normal: 'at its usual pace',
  slow: 'slowed down',
  stopped: 'stopped',
}

/** What the settings have in store, in order of time. */
function marksOf(settings: CascadeSettings): Mark[] {
  const { fault, faultStage, faultAt, faultFor, burst, burstAt, burstFor, rate2 } = settings
  const marks: Mark[] = []
  if (fault !== 'none') {
    const stage = stageIndex(settings, faultStage)
    const pace = fault === 'slow' ? 'slow' : 'stopped'
    const until = Math.round((faultAt + faultFor) * SECOND)
    marks.push({ time: faultAt * SECOND, kind: 'pace', stage, pace, begins: true })
    marks.push({ time: until, kind: 'pace', stage, pace: 'normal', begins: false })
  }
  if (burst !== 'none' && (burst === 'first' || rate2 > 0))
    for (const begins of [true, false]) {
      const time = Math.round((burstAt + (begins ? 0 : burstFor)) * SECOND)
      marks.push({ time, kind: 'burst', stage: -1, pace: 'normal', begins })
    }
  return marks.sort((a, b) => a.time - b.time)
}
