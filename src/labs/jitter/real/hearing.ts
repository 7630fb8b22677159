import { sentence, type Outcome } from '../../../shared/outcome.ts'
import { SECOND, type SimTime } from '../../../engine/kernel/time.ts'
import { RATE, type SoundSource } from '../../../engine/jitter/sound/source.ts'
import type { StageController } from '../../../stage/controller.ts'
import type { LabState } from '../../../state/lab-store.ts'
import { captionOf, type Caption, type Tone } from './captions.ts'
import { SoundFeed, type Fed } from './sound-feed.ts'
import type { Player, Take } from './sound-player.ts'

/** A stretch of what is heard, told: from when until when in the run's time. */
export interface Told extends Caption {
  readonly from: SimTime
  readonly to: SimTime
}

/** How loud a hundredth of a second or so is, and of what kind. */
export interface Bar {
  readonly time: SimTime
  /** Root mean square, 0 .. 1. */
  readonly level: number
  readonly tone: Tone
}

export interface HearingState {
  /** 'ready': it plays as soon as the run does. */
  readonly status: 'off' | 'starting' | 'ready' | 'playing'
  /** Why it is off, if it is not because nobody asked. */
  readonly problem: string | null
  /** The moment of the run that is heard. */
  readonly time: SimTime
  /** What is heard now, and the last few things worth telling, newest first. */
  readonly now: Told | null
  readonly news: readonly Told[]
  readonly bars: readonly Bar[]
  /** Time for which the page could not keep up with the sound, in milliseconds. */
  readonly starvedMs: number
}

const OFF: HearingState = {
  status: 'off',
  problem: null,
  time: 0,
  now: null,
  news: [],
  bars: [],
  starvedMs: 0,
}

const AHEAD: SimTime = 1.5 * SECOND
/** The sound and the run may part by so much before the sound begins anew where the run is. */
const APART: SimTime = 1.5 * SECOND
export const BAR: SimTime = 25_000
const BAR_SAMPLES = (BAR * RATE) / SECOND
/** How much of the past is shown. */
export const SHOWN: SimTime = 4 * SECOND
const NEWS_KEPT = 4
export const FIRST_VOLUME = 0.8
/** With reduced motion the picture goes on in steps of this length. */
const CALM_STEP: SimTime = 0.5 * SECOND

/** One take: what is playing since the run stood at `from`. */
interface Playing {
  readonly take: Take
  readonly feed: SoundFeed
  readonly from: SimTime
  readonly run: readonly unknown[]
  /** What is told of what was handed to the player, and how loud it is; of what was heard long ago nothing is kept. */
  told: Told[]
  bars: Bar[]
  /** The bar in the making. */
  readonly next: { time: SimTime; count: number; energy: number }
  played: number
  shown: SimTime
  isFeeding: boolean
  /** All there is was handed in; and it was heard. */
  isFed: boolean
  isHeard: boolean
}

/** What the run follows from: when any of it changes, the sound begins anew. */
const runOf = ({ scenario, seed, params, attachment, branch, log }: LabState): readonly unknown[] => [
  scenario,
  seed,
  params,
  attachment,
  branch,
  log,
]

/**
 * Lets a lane of the run be heard: sound begins where the run plays, stops where it stops, and goes where it goes. It is
 * always heard at 1×, whatever the run's own speed. Knows no React and no browser.
 */
export class Hearing {
  private readonly controller: StageController
  private readonly open: () => Promise<Outcome<Player>>
  private readonly isCalm: () => boolean
  private readonly listeners = new Set<() => void>()
  private state = OFF
  private player: Player | null = null
  private playing: Playing | null = null
  private policy = ''
  private source: SoundSource | null = null
  private volume = FIRST_VOLUME
  private lastNow: SimTime = 0

  constructor(controller: StageController, open: () => Promise<Outcome<Player>>, isCalm: () => boolean) {
    this.controller = controller
    this.open = open
    this.isCalm = isCalm
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): HearingState => this.state

  /** Follows the run until what it returns is called. */
  attach(): () => void {
    const unsubscribe = this.controller.store.subscribe(() => this.follow())
    return () => {
      unsubscribe()
      this.stop()
    }
  }

  /** To be called from a press. Sets the run going, at 1×. */
  async start(): Promise<void> {
    if (this.state.status !== 'off') return
    this.change({ ...OFF, status: 'starting' })
    const opened = await this.open()
    if (this.get().status !== 'starting') {
      if (opened.ok) opened.value.close()
      return
    }
    if (!opened.ok) return this.change({ ...OFF, problem: sentence(opened.problem) })
    this.player = opened.value
    this.player.setVolume(this.volume)
    this.change({ status: 'ready' })
    this.controller.setSpeed(1)
    if (this.controller.store.getState().playing) this.follow()
    else this.controller.play()
  }

  stop(): void {
    this.endTake()
    this.player?.close()
    this.player = null
    this.change({ status: 'off' })
  }

  /** Chooses whose sound is heard, and what the sender says. */
  choose(policy: string, source: SoundSource): void {
    if (policy === this.policy && source === this.source) return
    this.policy = policy
    this.source = source
    this.endTake()
    this.follow()
  }

  /** Silent until the run goes on: for a page out of sight. */
  hush(): void {
    this.endTake()
  }

  setVolume(volume: number): void {
    this.volume = volume
    this.player?.setVolume(volume)
  }

  /** Begins, goes on, begins anew or stops, as the run does. */
  private follow(): void {
    const run = this.controller.store.getState()
    const wentBack = run.now < this.lastNow
    this.lastNow = run.now
    if (this.player === null || run.status !== 'ready') return this.endTake()
    const { playing } = this
    const hasEnded = !run.playing && run.extent > 0 && run.now >= run.extent
    if (!run.playing && !hasEnded) return this.endTake()
    if (playing === null) {
      if (run.playing) this.beginTake(run)
      return
    }
    const isOther = runOf(run).some((part, i) => part !== playing.run[i])
    const follows = run.playing && run.speed === 1 && !playing.isHeard
    const parted = follows && Math.abs(run.now - this.heardAt(playing)) > APART
    if (isOther || wentBack || parted) {
      this.endTake()
      if (run.playing) this.beginTake(run)
    }
  }

  private beginTake(run: LabState): void {
    if (this.player === null || this.source === null) return
    const take = this.player.begin(({ played, starved, isOver }) => {
      if (this.playing !== playing) return
      playing.played = played
      this.show(playing, starved)
      playing.isHeard = isOver
      if (isOver) this.change({ status: 'ready' })
      else void this.feed(playing)
    })
    const playing: Playing = {
      take,
      feed: new SoundFeed((span) => this.controller.excerpt(span), this.policy, this.source, run.now),
      from: run.now,
      run: runOf(run),
      told: [],
      bars: [],
      next: { time: run.now, count: 0, energy: 0 },
      played: 0,
      shown: -Infinity,
      isFeeding: false,
      isFed: false,
      isHeard: false,
    }
    this.playing = playing
    this.change({ status: 'playing', time: run.now, now: null, news: [], bars: [] })
    void this.feed(playing)
  }

  private endTake(): void {
    if (this.playing === null) return
    this.playing.take.stop()
    this.playing = null
    this.change({ status: 'ready' })
  }

  /** Hands in what is to be heard next, until there is enough of it. */
  private async feed(playing: Playing): Promise<void> {
    if (playing.isFeeding || playing.isFed) return
    playing.isFeeding = true
    while (playing === this.playing && !playing.isFed && playing.feed.until < this.heardAt(playing) + AHEAD) {
      const fed = await playing.feed.more()
      if (playing !== this.playing) return
      if (!fed.ok) {
        this.stop()
        return this.change({ problem: sentence(fed.problem) })
      }
      const { sound, isOver } = fed.value
      tell(playing.told, fed.value)
      measure(playing, sound)
      if (sound.length > 0) playing.take.add(sound.slice())
      playing.isFed = isOver
      if (isOver) playing.take.finish()
    }
    playing.isFeeding = false
  }

  private heardAt({ from, played }: Playing): SimTime {
    return from + Math.round((played * SECOND) / RATE)
  }

  private show(playing: Playing, starved: number): void {
    const time = this.heardAt(playing)
    if (this.isCalm() && time - playing.shown < CALM_STEP) return
    playing.shown = time
    playing.bars = playing.bars.filter((bar) => bar.time >= time - SHOWN)
    playing.told = playing.told.filter(({ to, tone }) => to >= time - SHOWN || isNews(tone))
    const passed = playing.told.filter(({ from }) => from <= time)
    this.change({
      time,
      now: passed.at(-1) ?? null,
      news: passed
        .filter(({ tone }) => isNews(tone))
        .slice(-NEWS_KEPT)
        .reverse(),
      bars: playing.bars.filter((bar) => bar.time < time),
      starvedMs: (starved * 1_000) / RATE,
    })
  }

  private change(part: Partial<HearingState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}

const isNews = (tone: Tone): boolean => tone !== 'plain' && tone !== 'stretched'

/** Adds to what is told; the pieces of one silence are one stretch, told once. */
function tell(told: Told[], { segments, kind, interval }: Fed): void {
  for (const segment of segments) {
    const goesOn = segment.kind === 'missing' && segment.from > segment.stall.start && told.length > 0
    const last = goesOn ? told.pop() : undefined
    const whole = { ...segment, from: last?.from ?? segment.from }
    told.push({ ...captionOf(whole, kind, interval), from: whole.from, to: whole.to })
  }
}

/** Adds the levels of `sound` to the bars. */
function measure({ bars, next, told }: Playing, sound: Float32Array): void {
  for (const x of sound) {
    next.energy += x * x
    next.count += 1
    if (next.count < BAR_SAMPLES) continue
    const { time } = next
    bars.push({ time, level: Math.sqrt(next.energy / BAR_SAMPLES), tone: toneAt(told, time, time + BAR) })
    next.time += BAR
    next.energy = 0
    next.count = 0
  }
}

const FOREMOST: readonly Tone[] = ['silent', 'made-up', 'jump', 'stretched', 'plain']

/** The most important of what is told of a stretch. */
function toneAt(told: readonly Told[], from: SimTime, to: SimTime): Tone {
  const tones = new Set(told.filter((one) => one.from < to && one.to > from).map(({ tone }) => tone))
  return FOREMOST.find((tone) => tones.has(tone)) ?? 'plain'
}
