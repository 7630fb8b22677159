import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { Columns } from '../engine/kernel/columns.ts'
import type { Engine, Landmark, Span } from '../engine/kernel/engine.ts'
import type { AnySimulation, PartitionFiles, Wish } from '../engine/kernel/simulation.ts'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import { FIRST_BRANCH, type Stamped, type TimelineLog } from '../engine/kernel/timeline.ts'
import type {
  ComparedSeries,
  Explained,
  Imported,
  OpenRequest,
  Progress,
  Pulled,
  PullRequest,
  Studied,
  Variant,
} from './protocol.ts'
import { importFile } from './import-file.ts'
import { printRunFile, type LoadSimulation } from './run-file.ts'
import { rootLog, scriptOf, startRun, type Run } from './start-run.ts'

/** A wall-clock budget for one answer: it decides how far a run gets, never what happens in it. */
const BUDGET_MS = 8
const EVENTS_A_SLICE = 400
/** How far beyond the present moment an excerpt may reach: what lies there is simulated in one go. */
const LONGEST_LEAD = 60 * SECOND

interface Open {
  readonly request: OpenRequest
  readonly simulation: AnySimulation
  readonly run: Run
}

/**
 * One lab's session: owns the engine and its timeline and answers what a page asks. Lives in a worker, but knows
 * nothing of workers; refusals are Outcomes, exceptions are bugs.
 */
export class Host {
  private readonly load: LoadSimulation
  private readonly clock: () => number
  private current: Open | null = null
  private variant: Run | null = null
  private logVersion = 1
  private seen: { readonly logVersion: number; readonly marks: readonly Landmark[] } = {
    logVersion: 0,
    marks: [],
  }
  private importing: { cancelled: boolean } | null = null
  private turn: Promise<unknown> = Promise.resolve()

  /** `clock` reads wall time in milliseconds, for budgets only. */
  constructor(load: LoadSimulation, clock: () => number) {
    this.load = load
    this.clock = clock
  }

  /**
   * Opens a run in the place of the present one, which stays if this is refused. Of two asked for in a row the second
   * is what is open in the end, whichever of their models is loaded first.
   */
  open(request: OpenRequest): Promise<Outcome<null>> {
    const turn = this.turn.then(() => this.openNext(request))
    this.turn = turn.catch(() => {})
    return turn
  }

  private async openNext(request: OpenRequest): Promise<Outcome<null>> {
    const simulation = await this.load(request.lab)
    if (simulation === null) return refuse(`there is no lab "${request.lab}"`)
    const run = startRun(simulation, request)
    this.current = { request, simulation, run }
    this.variant = null
    this.logVersion += 1
    return accept(null)
  }

  /** Moves on, within the budget, and hands over one frame. `spare` is the buffer of a frame no longer in use. */
  pull(request: PullRequest, spare: ArrayBuffer | null): Pulled {
    const { run } = this.need()
    const { engine } = run
    const goal = this.isSettled(run) ? run.goal + request.advance : run.goal
    run.seek(Math.min(goal, Math.max(engine.extent, run.now)))
    this.workWithinBudget(run)
    if (run.settled && run.goal > engine.extent && run.now > engine.extent) run.seek(engine.extent)
    this.followWithVariant(run)
    const columns = new Columns(spare)
    const span = { from: run.now - request.before, to: run.now + request.after }
    const hasNews = request.logVersion !== this.logVersion
    return {
      now: run.now,
      goal: run.goal,
      settled: this.isSettled(run),
      extent: engine.extent,
      branch: run.currentBranch,
      frame: engine.frame(span, columns),
      compared:
        this.variant === null
          ? null
          : { now: this.variant.now, frame: this.variant.engine.frame(span, columns) },
      details: request.details
        ? { landmarks: this.landmarks(run), hash: engine.traceHash(), refusals: run.takeRefusals() }
        : null,
      checks: request.checks ? engine.checks() : null,
      log: hasNews ? run.log() : null,
      logVersion: this.logVersion,
      buffers: columns.buffers,
    }
  }

  /** Gives a command at `time` (null: now); commands of one `gesture` replace each other. The value is the branch. */
  apply(command: unknown, time: SimTime | null, gesture: string | null): Outcome<string> {
    const { run, simulation } = this.need()
    const read = simulation.readCommand(command)
    if (!read.ok) return read
    const outcome = run.apply(read.value, time ?? run.now, gesture)
    if (outcome.ok) this.logVersion += 1
    return outcome
  }

  seek(time: SimTime): void {
    const { run } = this.need()
    run.seek(Math.min(Math.max(0, time), run.engine.extent))
  }

  /** False when nothing comes any more. */
  stepForward(): boolean {
    return this.need().run.stepForward()
  }

  stepBack(): void {
    this.need().run.stepBack()
  }

  switchTo(branch: string): Outcome<null> {
    const { run } = this.need()
    if (!run.log().branches.some(({ id }) => id === branch)) return refuse(`there is no branch ${branch}`)
    run.switchTo(branch)
    this.logVersion += 1
    return accept(null)
  }

  removeBranch(branch: string): Outcome<null> {
    this.logVersion += 1
    return this.need().run.removeBranch(branch)
  }

  renameBranch(branch: string, name: string): Outcome<null> {
    this.logVersion += 1
    return this.need().run.renameBranch(branch, name.slice(0, 80))
  }

  /** Runs a variant in lockstep from now on; null ends it. */
  compare(choice: Variant | null): Outcome<null> {
    if (choice === null) {
      this.variant = null
      return accept(null)
    }
    const { request, simulation, run } = this.need()
    const log = run.log()
    if (choice.kind === 'branch' && !log.branches.some(({ id }) => id === choice.branch))
      return refuse(`there is no branch ${choice.branch}`)
    const spec = choice.kind === 'params' ? { ...request.spec, params: choice.params } : request.spec
    const branch = choice.kind === 'branch' ? choice.branch : log.current
    this.variant = startRun(simulation, { ...request, spec, log: { ...log, current: branch } })
    return accept(null)
  }

  /** The measures over time, as far as both runs have been run. */
  series(): ComparedSeries {
    const { run } = this.need()
    return {
      run: run.series(run.currentBranch),
      variant: this.variant?.series(this.variant.currentBranch) ?? null,
    }
  }

  /** The events behind a lane's measure, as the run stands now; null for a lane or measure that does not exist. */
  explain(lane: string, measure: string): Explained | null {
    const { run } = this.need()
    const explanation = run.engine.explain(lane, measure)
    return explanation === null ? null : { ...explanation, at: run.now }
  }

  /** Part `part` of the lab's long reckoning, as the run stands now; null where its model has none. */
  study(part: number): Studied | null {
    const { run } = this.need()
    const study = run.engine.study?.(part)
    return study === undefined ? null : { ...study, at: run.now }
  }

  /**
   * Everything that happens in `span` on the present branch, as the lab's engine tells it. What the run has not come to
   * yet happens in a copy that is sent ahead; the run itself stays where it is.
   */
  excerpt(span: Span): Outcome<unknown> {
    const { request, simulation, run } = this.need()
    if (span.to > run.now + LONGEST_LEAD) return refuse('an excerpt reaches a minute ahead at most')
    const scout: Engine<unknown, unknown, unknown> = simulation.create(request.spec)
    if (scout.excerpt === undefined) return refuse('this lab gives no excerpts')
    run.sendAhead(scout, span.to)
    return accept(scout.excerpt(span))
  }

  /** One partition of the run as it stands now, as files; refused where the lab has no such partition. */
  partitionFiles(partition: number): Outcome<PartitionFiles> {
    const { run, simulation } = this.need()
    const found = simulation.partitionFiles?.(run.engine)[partition]
    if (found === undefined) return refuse(`there is no log of a partition ${partition}`)
    // Copies: what is sent to a page would take the engine's whole buffers along.
    const segments = found.segments.map(({ baseOffset, log, index, timeIndex }) => ({
      baseOffset,
      log: log.slice(),
      index: index?.slice() ?? null,
      timeIndex: timeIndex?.slice() ?? null,
    }))
    return accept({ ...found, segments })
  }

  /** The commands of the present branch beyond the scenario's own, as tokens for a link: "1500000!move.42.1620000". */
  link(): readonly string[] {
    const { run, simulation } = this.need()
    const branch = run.log().branches.find(({ id }) => id === run.currentBranch)
    return (branch?.commands ?? [])
      .filter(({ scripted }) => !scripted)
      .map(({ at, command }) => `${at}!${simulation.printCommand(command)}`)
  }

  /** The log of a link: the scenario's own run, and a branch with the link's changes if it has any. */
  async readLink(
    lab: string,
    scenario: string,
    tokens: readonly string[],
  ): Promise<Outcome<TimelineLog<unknown>>> {
    const simulation = await this.load(lab)
    if (simulation === null) return refuse(`there is no lab "${lab}"`)
    const script = scriptOf(simulation, scenario)
    const changes: Stamped<unknown>[] = []
    for (const token of tokens) {
      const [, time, text] = /^(\d{1,15})!(.+)$/s.exec(token) ?? []
      if (time === undefined || text === undefined)
        return refuse(`"${token.slice(0, 40)}" is not a change`, 'branch')
      const command = simulation.parseCommand(text)
      if (!command.ok) return refuse(command.problem.what, 'branch')
      changes.push({ at: Number(time), command: command.value, scripted: false })
    }
    const root = rootLog(script)
    if (changes.length === 0) return accept(root)
    const commands = [...script, ...changes].sort((a, b) => a.at - b.at)
    const forkAt = Math.min(...changes.map(({ at }) => at))
    const branch = {
      id: 'b1',
      name: "the link's changes",
      parent: FIRST_BRANCH,
      forkAt,
      horizon: forkAt,
      commands,
    }
    return accept({ branches: [...root.branches, branch], current: branch.id, now: 0 })
  }

  /** The run as the text of a run file; a run on its way to a moment goes there first. */
  exportRun(): string {
    const { request, simulation, run } = this.need()
    run.seek(Math.min(run.goal, Math.max(run.engine.extent, run.now)))
    run.finish()
    return printRunFile(request, run.log(), simulation, run.engine.traceHash())
  }

  /** The run so far as comma-separated values. */
  exportRows(): string {
    const { simulation, run } = this.need()
    const rows: string[] = []
    for (const row of simulation.exportRows(run.engine)) rows.push(row)
    return `${rows.join('\n')}\n`
  }

  /** Reads a run file or one of the lab's own formats. Nothing changes until the result is opened. */
  async importFile(
    file: Blob,
    name: string,
    progress: Progress,
    wish: Wish | null = null,
  ): Promise<Outcome<Imported>> {
    const { simulation } = this.need()
    this.importing = { cancelled: false }
    return importFile(file, name, { simulation, load: this.load, progress, wish, task: this.importing })
  }

  cancelImport(): void {
    if (this.importing !== null) this.importing.cancelled = true
  }

  private need(): Open {
    if (this.current === null) throw new Error('no run is open')
    return this.current
  }

  private workWithinBudget(run: Run): void {
    const end = this.clock() + BUDGET_MS
    while (!run.settled && run.work(EVENTS_A_SLICE) >= 0 && this.clock() < end);
  }

  /**
   * The engine's landmarks, and those found further on before one went back: until something changes they hold. One
   * may lie before now and be unknown to the engine still: a difference shows only after both sides have decided.
   */
  private landmarks({ engine }: Run): readonly Landmark[] {
    const { seen, logVersion } = this
    const earlier = seen.logVersion === logVersion ? seen.marks : []
    const marks = new Map(
      [...earlier, ...engine.landmarks()].map((mark) => [`${mark.time} ${mark.label}`, mark]),
    )
    this.seen = { logVersion, marks: [...marks.values()].sort((a, b) => a.time - b.time) }
    return this.seen.marks
  }

  /** The run has reached its goal, and the one compared with has caught up. */
  private isSettled(run: Run): boolean {
    return run.settled && (this.variant === null || this.variant.settled)
  }

  private followWithVariant(run: Run): void {
    if (this.variant === null) return
    this.variant.seek(Math.min(run.now, Math.max(this.variant.engine.extent, this.variant.now)))
    this.workWithinBudget(this.variant)
  }
}
