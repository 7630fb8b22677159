import { sentence, type Outcome, type Problem } from '../shared/outcome.ts'
import type { ParamValue } from '../shared/params.ts'
import type { Span } from '../engine/kernel/engine.ts'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { PartitionFiles, Wish } from '../engine/kernel/simulation.ts'
import type { ComparedSeries, Studied, Variant } from '../session/protocol.ts'
import { printLabAddress, scenarioParams, type LabAddress } from '../state/lab-address.ts'
import { createLabStore, notify, type LabState, type LabStore, type Panel } from '../state/lab-store.ts'
import type { AnyLab } from './define-lab.ts'
import { FileDesk } from './file-desk.ts'
import type { FrameStore } from './frame-store.ts'
import { RunLink, type Surroundings } from './run-link.ts'

/** Where a stage begins. */
export interface Start {
  readonly address: LabAddress
  readonly autoplay: boolean
  /** How much of the past is in view at first; without it the lab's own choice. */
  readonly before?: SimTime
}

/** Simulated seconds a second. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 200, 1000] as const

/** When a parameter's new value holds: since the start of the run, or from the present moment on. */
export type Since = 'start' | 'now'

/** Carries out what a person does with a stage. Knows no React. */
export class StageController {
  readonly lab: AnyLab
  readonly store: LabStore
  private readonly link: RunLink
  private readonly desk: FileDesk
  /** A place to go to as soon as the file it was made with is here. */
  private awaitsFile: Start | null = null
  private visits = 0
  /** The file that feeds the run, should another part of it be wanted. */
  private source: File | null = null

  constructor(lab: AnyLab, start: Start, surroundings: Surroundings) {
    this.lab = lab
    const { scenario, seed, params } = start.address
    this.store = createLabStore({
      scenario,
      seed,
      params,
      speed: lab.speed,
      before: start.before ?? lab.view.before,
    })
    this.link = new RunLink(lab, this.store, surroundings)
    this.desk = new FileDesk(lab, this.store, this.link)
    void this.visit(start)
  }

  get frames(): FrameStore {
    return this.link.frames
  }

  /** Whether a run is being opened: until it is, there is no saying where this stage stands. */
  get isOpening(): boolean {
    return this.link.isHeld
  }

  /** Goes to an address: a scenario, a seed, a moment, a branch. */
  async visit({ address, autoplay }: Start): Promise<void> {
    const [{ scenario, seed, params, time, branch }, visit] = [address, ++this.visits]
    this.awaitFile({ address, autoplay })
    this.store.setState({ scenario, seed, params, selected: null, playing: false })
    // Should the session fail on the way, `reconnect` still knows where to.
    this.store.setState({ now: time ?? 0, goal: time ?? 0, link: branch, log: null })
    await this.link.hold(async () => {
      const opened = await this.link.open(await this.link.read(scenario, branch))
      if (!opened || visit !== this.visits) return // sent on meanwhile, as by fragments in quick succession
      if (time !== null || this.link.isAwaited) await this.goTo(time ?? 0)
      else await this.link.arrive() // out of sight, too, there is a first picture
      if (autoplay && visit === this.visits) this.store.setState({ playing: true })
    })
  }

  dispose(): void {
    this.desk.cancel()
    this.link.dispose()
  }

  /** A stage out of sight asks for nothing, and its worker sleeps. */
  setActive(active: boolean): void {
    this.link.setActive(active)
  }

  /** After a failure: a new session at the same moment of the same run. */
  async reconnect(): Promise<void> {
    const { scenario, seed, params, link, attachment, log } = this.state
    const { moment } = this.link
    this.link.renew()
    if (log !== null) return this.link.reopen(log)
    // It failed on the way to an address.
    const file = this.awaitsFile?.address.attachment ?? attachment?.id ?? null
    const address = { scenario, seed, params, time: moment || null, branch: link, attachment: file }
    return this.visit({ address, autoplay: false })
  }

  play(): void {
    const { extent } = this.state
    if (this.link.moment >= extent && extent > 0) void this.link.seek(0)
    this.store.setState({ playing: true })
    this.note('played')
    this.link.wake()
  }

  pause(): void {
    this.store.setState({ playing: false })
    this.link.wake()
  }

  togglePlay(): void {
    if (this.state.playing) this.pause()
    else this.play()
  }

  step(): void {
    this.store.setState({ playing: false })
    this.note('stepped')
    void this.link.told(this.link.client.stepForward())
  }

  stepBack(): void {
    this.store.setState({ playing: false })
    this.note('stepped-back')
    void this.link.told(this.link.client.stepBack())
  }

  /** Back to the start of this branch; playing goes on if it was on. */
  restart(): void {
    this.note('restarted')
    void this.link.seek(0)
  }

  seek(time: SimTime): void {
    void this.setOut(time)
  }

  /** Plays or stands, at `time` if given, because another stage does: nothing of it counts as done here. */
  imitate(playing: boolean, time: SimTime | null): Promise<void> {
    return this.link.imitate(playing, time)
  }

  /** Sets out for a moment; resolves once the run has heard of it, which is before it is there. */
  async setOut(time: SimTime): Promise<void> {
    if (time < this.state.now) this.note('went-back')
    await this.link.seek(Math.round(time))
  }

  setSpeed(speed: number): void {
    this.store.setState({ speed })
  }

  /** One notch faster or slower. */
  changeSpeed(by: 1 | -1): void {
    const { speed } = this.state
    const next = by > 0 ? SPEEDS.find((s) => s > speed) : SPEEDS.findLast((s) => s < speed)
    if (next !== undefined) this.setSpeed(next)
  }

  /** Stops at the next (or the last) moment worth seeing. */
  jump(by: 1 | -1): void {
    const { details, now } = this.state
    const times = (details?.landmarks ?? []).map((mark) => mark.time)
    const next = by > 0 ? times.find((time) => time > now) : times.findLast((time) => time < now)
    if (next === undefined) return
    this.note('jumped')
    this.pause()
    this.seek(next)
  }

  /** How much of the past is in view. */
  setBefore(before: SimTime): void {
    this.store.setState({ before })
    this.link.wake()
  }

  /** Another scenario, with its own seed and parameters, at the same moment. */
  chooseScenario(id: string): void {
    const scenario = this.lab.scenarios.find((candidate) => candidate.id === id)
    if (scenario === undefined) return
    const params = scenarioParams(this.lab.params, scenario)
    this.store.setState({ scenario: id, seed: scenario.seed, params, selected: null, attachment: null })
    void this.link.reopen(null)
  }

  setSeed(seed: number): void {
    this.store.setState({ seed, selected: null })
    this.note('new-seed')
    void this.link.reopen(null)
  }

  newSeed(): void {
    const [seed = 1] = crypto.getRandomValues(new Uint32Array(1))
    this.setSeed(seed)
  }

  setParam(key: string, value: ParamValue, since: Since): void {
    this.note(`set-${key}`)
    if (since === 'now' && this.state.now > 0)
      return this.act({ kind: 'set', key, value }, null, `set-${key}`)
    this.store.setState(({ params }) => ({ params: { ...params, [key]: value } }))
    void this.link.reopen(this.state.log)
  }

  /** Gives the lab's command at `time` (null: now). Commands of one gesture replace each other. */
  act(command: unknown, time: SimTime | null, gesture: string | null): void {
    void this.link.client.apply(command, time, gesture).then((outcome) => {
      if (!outcome.ok) this.complain(outcome.problem)
      else {
        if (outcome.value !== this.state.branch) this.note('forked')
        if (hasKind(command)) this.note(command.kind)
      }
      return this.link.wake()
    })
  }

  switchTo(branch: string): void {
    this.note('switched-branch')
    void this.link.told(this.link.client.switchTo(branch))
  }

  removeBranch(branch: string): void {
    void this.link.told(this.link.client.removeBranch(branch))
  }

  renameBranch(branch: string, name: string): void {
    void this.link.told(this.link.client.renameBranch(branch, name))
  }

  select(selected: string | null): void {
    if (selected !== null) this.note('selected')
    this.store.setState({ selected })
  }

  /** Lists the events behind a lane's number, as they are at this moment. */
  async explain(lane: string, measure: string): Promise<void> {
    const answer = await this.link.client.explain(lane, measure)
    if (!answer.ok || answer.value === null) return
    this.note('explained')
    this.store.setState({ explained: { lane, measure, why: answer.value } })
  }

  /** A part of the lab's long reckoning about the run as it stands; null where there is none. */
  readonly study = async (part: number): Promise<Studied | null> => {
    const answer = await this.link.client.study(part)
    return answer.ok ? answer.value : null
  }

  closeExplanation(): void {
    this.store.setState({ explained: null })
  }

  /** Opens a panel, or closes it when it is open. */
  togglePanel(panel: Panel): void {
    this.store.setState(({ panel: open }) => ({ panel: open === panel ? null : panel }))
    if (panel === 'check') this.note('checked')
    this.link.wake()
  }

  async compare(variant: Variant | null): Promise<void> {
    if (!(await this.link.told(this.link.client.compare(variant)))) return
    this.store.setState({ comparing: variant })
    if (variant !== null) this.note('compared')
  }

  /** The measures over time of the run and of the one compared with. */
  series(): Promise<Outcome<ComparedSeries>> {
    return this.link.client.series()
  }

  /** Everything that happens in `span`, also where the run has not come to yet; the lab knows its type. */
  excerpt(span: Span): Promise<Outcome<unknown>> {
    return this.link.client.excerpt(span)
  }

  /** One partition of the run as it stands now, as files, for labs that keep real logs. */
  partitionFiles(partition: number): Promise<Outcome<PartitionFiles>> {
    return this.link.client.partitionFiles(partition)
  }

  predict(option: string): void {
    const { scenario } = this.state
    this.store.setState(({ predicted }) => ({ predicted: { ...predicted, [scenario]: option } }))
    this.note('predicted')
  }

  forgetSteps(): void {
    this.store.setState({ ticked: new Set(), done: new Set(), predicted: {} })
  }

  dismiss(notice: number): void {
    this.store.setState(({ notices }) => ({ notices: notices.filter(({ id }) => id !== notice) }))
  }

  /** Tells the person what went wrong. */
  complain(problem: Problem): void {
    notify(this.store, 'problem', sentence(problem))
  }

  /** Says that something was done, for the steps. */
  note(done: string): void {
    if (this.state.done.has(done)) return
    this.store.setState((state) => ({ done: new Set([...state.done, done]) }))
    this.link.wake()
  }

  /** The query of an address that leads here; to where the run is on its way, should it be. */
  addressQuery(withTime: boolean): string {
    const { scenario, seed, params, playing, now, link, attachment } = this.state
    const moment = playing ? now : this.link.moment
    const time = withTime && moment > 0 ? moment : null
    const address = { scenario, seed, params, time, branch: link, attachment: attachment?.id ?? null }
    return printLabAddress(address, this.lab)
  }

  exportRun(): Promise<Outcome<string>> {
    this.note('exported')
    return this.link.client.exportRun()
  }

  exportRows(): Promise<Outcome<string>> {
    this.note('exported')
    return this.link.client.exportRows()
  }

  importFile(file: File): Promise<void> {
    const fingerprint = this.awaitsFile?.address.attachment ?? null
    return this.takeFile(file, fingerprint === null ? null : { fingerprint })
  }

  /** Feeds the run with another part of the file that feeds it now. */
  async choosePart(part: string): Promise<void> {
    if (this.source !== null) await this.takeFile(this.source, { part })
  }

  cancelImport(): void {
    this.desk.cancel()
  }

  /** Goes on without the file. */
  detach(): void {
    this.chooseScenario(this.state.scenario)
  }

  private get state(): LabState {
    return this.store.getState()
  }

  private async takeFile(file: File, wish: Wish | null): Promise<void> {
    const taken = await this.desk.take(file, wish)
    if (taken === null) return
    this.note('imported')
    if (taken.kind === 'run') {
      this.store.setState({ ...taken.run.request.spec, selected: null, playing: false })
      if (await this.link.open(taken.run.request.log)) await this.desk.confirm(taken.run.hash)
      return this.link.wake()
    }
    const { attachment, parts, part } = taken
    const waiting = this.awaitsFile
    this.source = file
    this.store.setState(({ params }) => ({
      attachment,
      parts: { of: attachment.id, all: parts, chosen: part },
      params: this.lab.paramsFor(attachment, params),
      selected: null,
    }))
    if (waiting?.address.attachment === attachment.id) return this.visit(waiting)
    await this.link.open(null)
    this.play()
  }

  private awaitFile(start: Start): void {
    const { attachment } = start.address
    const isHere = attachment === null || this.state.attachment?.id === attachment
    this.awaitsFile = isHere ? null : start
    if (attachment === null || !isHere) this.store.setState({ attachment: null })
    if (!isHere)
      notify(
        this.store,
        'info',
        'This link was made with a file, which a link cannot carry. Import the same file to see that run.',
      )
  }

  private async goTo(time: SimTime): Promise<void> {
    await this.link.lead(time)
    const reached = await this.link.arrive()
    if (reached !== null && time > reached.extent)
      notify(this.store, 'problem', `t=${time / SECOND} is after the end of this run; it shows the end.`)
  }
}

const hasKind = (command: unknown): command is { readonly kind: string } =>
  typeof command === 'object' && command !== null && 'kind' in command && typeof command.kind === 'string'
