import { sentence, type Outcome } from '../shared/outcome.ts'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { TimelineLog } from '../engine/kernel/timeline.ts'
import { SessionClient, type WorkerLike } from '../session/client.ts'
import type { Pulled } from '../session/protocol.ts'
import { notify, paramsInForce, type LabState, type LabStore } from '../state/lab-store.ts'
import { Announcer } from './announcer.ts'
import type { AnyLab } from './define-lab.ts'
import { animationFrames, FrameLoop, type Ticker } from './frame-loop.ts'
import { FrameStore } from './frame-store.ts'
import { tickSteps } from './steps.ts'

/** What a stage stands on; tests bring their own. */
export interface Surroundings {
  readonly spawn: () => WorkerLike
  readonly ticker: Ticker
  /** Wall time in milliseconds, for pacing only. */
  readonly clock: () => number
  readonly prefersCalm: () => boolean
}

/** What belongs to one run only. */
const FRESH = { comparing: null, explained: null, horizons: {} } satisfies Partial<LabState>
const DETAILS_EVERY_MS = 250
const MICROSECONDS = SECOND / 1_000

/**
 * The stage's link to its run: one session, the loop that pulls its frames, and the part of the store that mirrors
 * it. When the session fails, the seed and the commands are still there: `renew` and `reopen` bring the run back.
 */
export class RunLink {
  readonly frames = new FrameStore()
  private readonly lab: AnyLab
  private readonly store: LabStore
  private readonly surroundings: Surroundings
  private readonly loop: FrameLoop
  private readonly announcer: Announcer
  private session: SessionClient
  private logVersion = 0
  private detailsAt = -Infinity
  /** Two buffers take turns: the one on the screen, and the one before it, which goes back to the worker. */
  private spent: ArrayBuffer | null = null
  private onScreen: ArrayBuffer | null = null
  /** Simulated time too short for a whole microsecond, kept for the next frame. */
  private fraction = 0
  private lastAsk: Promise<unknown> = Promise.resolve()
  private held = 0
  /** Where somebody asked to go while a run is being opened. */
  private wish: SimTime | null = null

  constructor(lab: AnyLab, store: LabStore, surroundings: Surroundings) {
    this.lab = lab
    this.store = store
    this.surroundings = surroundings
    this.announcer = new Announcer(lab, surroundings.clock, (announcement) =>
      store.setState({ announcement }),
    )
    this.loop = new FrameLoop((elapsed) => this.pull(elapsed), surroundings.ticker, surroundings.prefersCalm)
    this.session = this.connect()
  }

  get client(): SessionClient {
    return this.session
  }

  /** Whether somebody has asked for a moment of a run that is still being opened. */
  get isAwaited(): boolean {
    return this.held > 0 && this.wish !== null
  }

  /** The moment one stands at, or is on the way to. */
  get moment(): SimTime {
    const { now, goal, settled } = this.state
    return settled ? now : goal
  }

  get isHeld(): boolean {
    return this.held > 0
  }

  /** Something changed: a frame is wanted. */
  wake(): void {
    this.loop.wake()
  }

  /** A stage out of sight asks for nothing, and its worker sleeps. */
  setActive(active: boolean): void {
    this.loop.setActive(active)
  }

  dispose(): void {
    this.loop.stop()
    this.session.close()
  }

  /** The futures that a link's tokens stand for; null for none, or when they can't be read, which is told. */
  async read(scenario: string, tokens: readonly string[]): Promise<TimelineLog<unknown> | null> {
    if (tokens.length === 0) return null
    const read = await this.client.readLink(this.lab.id, scenario, tokens)
    if (read.ok) return read.value
    const why = sentence(read.problem)
    const text = `The link's changes could not be read (${why}); the run is shown without them.`
    notify(this.store, 'problem', text)
    return null
  }

  /** Opens the run that the store describes, with the futures of `log`. */
  async open(log: TimelineLog<unknown> | null): Promise<boolean> {
    const { scenario, seed, params, attachment } = this.state
    const spec = { scenario, seed, params, attachment }
    const opened = await this.session.open({ lab: this.lab.id, spec, log })
    if (opened.ok) this.store.setState({ status: 'ready', ending: null, ...FRESH })
    return opened.ok
  }

  /** Opens it anew at the moment one stands at, or is on the way to: with `log`, all branches stay. */
  async reopen(log: TimelineLog<unknown> | null): Promise<void> {
    const { horizons } = this.state
    const time = this.moment
    if (log === null) this.store.setState({ log, link: [] })
    await this.hold(async () => {
      const opened = await this.open(log === null ? null : { ...log, now: time })
      if (log !== null) this.store.setState({ horizons })
      if (opened && (log === null || this.wish !== null)) await this.lead(time)
    })
  }

  /** Does `work` while the loop asks for nothing: between opening a run and going to a moment nothing is shown. */
  async hold(work: () => Promise<void>): Promise<void> {
    if (this.held === 0) this.wish = null
    this.held += 1
    try {
      await work()
    } finally {
      this.held -= 1
      this.wake()
    }
  }

  /** Sets out for a moment; resolves once the run has heard of it, which is before it is there. */
  async seek(time: SimTime): Promise<void> {
    this.wish = time
    await this.told(this.session.seek(time))
  }

  /** Plays or stands, at `time` if given. */
  async imitate(playing: boolean, time: SimTime | null): Promise<void> {
    if (!playing) this.store.setState({ playing })
    if (time !== null) await this.seek(time)
    if (playing) this.store.setState({ playing })
    this.wake()
  }

  /** Sets a run that was just opened out for `time`, unless somebody asked for another moment meanwhile. */
  async lead(time: SimTime): Promise<void> {
    await this.session.seek(this.wish ?? time)
  }

  /** After a failure: a new session, in which nothing is open yet. */
  renew(): void {
    this.session.close()
    this.session = this.connect()
    this.store.setState({ status: 'starting', ending: null, playing: false })
  }

  /** Pulls until the run has reached its goal; null when the session is over. */
  async arrive(): Promise<Pulled | null> {
    for (;;) {
      const pulled = await this.ask(0, true)
      if (pulled === null || pulled.settled) return pulled
    }
  }

  /** Tells a refusal, asks for a frame, and returns whether it went well. */
  async told(answer: Promise<Outcome<unknown>>): Promise<boolean> {
    const outcome = await answer
    if (!outcome.ok && this.state.status !== 'over') notify(this.store, 'problem', sentence(outcome.problem))
    this.wake()
    return outcome.ok
  }

  private get state(): LabState {
    return this.store.getState()
  }

  private connect(): SessionClient {
    const session = new SessionClient(this.surroundings.spawn())
    void session.whenOver.then(({ kind, what }) => {
      if (kind !== 'closed' && session === this.session)
        this.store.setState({ status: 'over', ending: what, playing: false })
    })
    this.logVersion = 0
    this.spent = null
    this.onScreen = null
    return session
  }

  /** The loop's turn: moves on by the wall time passed, and answers whether more is to come. */
  private async pull(elapsedMs: number): Promise<boolean> {
    if (this.state.status !== 'ready' || this.held > 0) return false
    const { playing, speed } = this.state
    const wanted = playing ? elapsedMs * MICROSECONDS * speed + this.fraction : 0
    const advance = Math.floor(wanted)
    this.fraction = wanted - advance
    const wall = this.surroundings.clock()
    const details = !playing || wall - this.detailsAt > DETAILS_EVERY_MS
    if (details) this.detailsAt = wall
    const pulled = await this.ask(advance, details)
    if (pulled === null) return false
    if (playing && pulled.settled && pulled.now >= pulled.extent) this.store.setState({ playing: false })
    return !pulled.settled || this.state.playing
  }

  /** One request at a time: the next one waits for the last answer. */
  private ask(advance: SimTime, details: boolean): Promise<Pulled | null> {
    const asked = this.lastAsk.then(async () => {
      const { before, panel } = this.state
      const { spent, logVersion } = this
      this.spent = null
      const after = Math.round((before * this.lab.view.after) / this.lab.view.before)
      const checks = details && panel === 'check'
      const outcome = await this.session.pull({ advance, before, after, details, checks, logVersion }, spent)
      if (!outcome.ok) return null
      this.show(outcome.value)
      return outcome.value
    })
    this.lastAsk = asked.catch(() => {})
    return asked.catch((error: unknown) => {
      // What a lab says of its frame broke, not the run: tell it, and go on.
      const what = error instanceof Error ? error.message : String(error)
      notify(this.store, 'problem', `This lab could not read its own frame: ${what}.`)
      return null
    })
  }

  private show(pulled: Pulled): void {
    const { now, goal, settled, extent, branch, frame, compared, details, checks, log } = pulled
    this.logVersion = pulled.logVersion
    // Two runs are shown at the same moment or not at all: until the second has caught up, the last picture stands.
    const isApart = compared !== null && !settled
    if (isApart && this.frames.get() !== null) this.spent = largest(pulled.buffers)
    else {
      this.spent = this.onScreen
      this.onScreen = largest(pulled.buffers)
      this.frames.show({ frame, compared: isApart ? null : (compared?.frame ?? null) })
      this.announcer.hear(frame)
    }
    this.store.setState(({ horizons }) => ({
      now,
      goal,
      settled,
      extent,
      branch,
      // How far a branch has been run outlives going back, and a crash.
      horizons: now > (horizons[branch] ?? 0) ? { ...horizons, [branch]: now } : horizons,
    }))
    if (checks !== null) this.store.setState({ checks })
    if (log !== null) {
      this.store.setState({ log })
      void this.updateLink()
    }
    if (details === null) return
    this.store.setState({ details })
    for (const problem of details.refusals)
      notify(this.store, 'problem', `A change no longer fits this run: ${sentence(problem)}.`)
    tickSteps(this.lab, this.store, frame, paramsInForce(this.state))
  }

  private async updateLink(): Promise<void> {
    const link = await this.session.link()
    if (link.ok) this.store.setState({ link: link.value })
  }
}

/** The surroundings of a page in a browser. */
export const browserSurroundings = (spawn: () => WorkerLike, prefersCalm: () => boolean): Surroundings => ({
  spawn,
  ticker: animationFrames,
  clock: () => performance.now(),
  prefersCalm,
})

const largest = (buffers: readonly ArrayBuffer[]): ArrayBuffer | null =>
  buffers.reduce<ArrayBuffer | null>(
    (best, buffer) => (buffer.byteLength > (best?.byteLength ?? 0) ? buffer : best),
    null,
  )
