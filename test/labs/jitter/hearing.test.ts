import { afterEach, describe, expect, test } from 'vitest'
import { RATE, testTone, type SoundSource } from '../../../src/engine/jitter/sound/source.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { Hearing } from '../../../src/labs/jitter/real/hearing.ts'
import { SoundFeed } from '../../../src/labs/jitter/real/sound-feed.ts'
import type { Player } from '../../../src/labs/jitter/real/sound-player.ts'
import type { FromPlayer } from '../../../src/labs/jitter/real/threads/messages.ts'
import { accept, refuse, type Outcome } from '../../../src/shared/outcome.ts'
import { at } from '../../../src/shared/assert.ts'
import { setUp, tearDown, type Bench } from '../../stage/support/bench.ts'

const TONE = testTone()

/** One take as a test sees it: what was handed in, and how far it has played. */
class FakeTake {
  readonly chunks: Float32Array[] = []
  isFinished = false
  isStopped = false
  private readonly tell: (progress: FromPlayer) => void

  constructor(tell: (progress: FromPlayer) => void) {
    this.tell = tell
  }

  get samples(): number {
    return this.chunks.reduce((sum, { length }) => sum + length, 0)
  }

  /** Plays up to `seconds` from its beginning. */
  playTo(seconds: number, starved = 0): void {
    const played = Math.round(seconds * RATE)
    this.tell({ played, starved, isOver: this.isFinished && played >= this.samples })
  }
}

class FakePlayer implements Player {
  readonly takes: FakeTake[] = []
  readonly volumes: number[] = []
  isClosed = false

  setVolume(volume: number): void {
    this.volumes.push(volume)
  }

  begin(onProgress: (progress: FromPlayer) => void): ReturnType<Player['begin']> {
    const take = new FakeTake(onProgress)
    this.takes.push(take)
    return {
      add: (samples) => void take.chunks.push(samples),
      finish: () => void (take.isFinished = true),
      stop: () => void (take.isStopped = true),
    }
  }

  close(): void {
    this.isClosed = true
  }

  get last(): FakeTake {
    return at(this.takes, this.takes.length - 1)
  }
}

interface Scene {
  readonly bench: Bench
  readonly hearing: Hearing
  readonly player: FakePlayer
}

const detachments: (() => void)[] = []

async function scene(
  query = 'scenario=medium&t=2',
  {
    source = TONE,
    policy = 'whiteboard',
    isCalm = false,
  }: { source?: SoundSource; policy?: string; isCalm?: boolean } = {},
  open?: (player: FakePlayer) => Promise<Outcome<Player>>,
): Promise<Scene> {
  const bench = await setUp(query)
  const player = new FakePlayer()
  const hearing = new Hearing(
    bench.controller,
    () => (open === undefined ? Promise.resolve(accept(player)) : open(player)),
    () => isCalm,
  )
  detachments.push(hearing.attach())
  hearing.choose(policy, source)
  return { bench, hearing, player }
}

/** Lets every answer under way come in. */
async function quiet({ bench }: Scene): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await bench.worker.quiet()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function listen(here: Scene): Promise<void> {
  await here.hearing.start()
  await quiet(here)
}

afterEach(() => {
  for (const detach of detachments.splice(0)) detach()
  tearDown()
})

describe('listening', () => {
  test('sets the run going at 1× and begins where it stands, with enough in hand', async () => {
    const here = await scene()
    const { bench, hearing, player } = here
    expect(hearing.get().status).toBe('off')
    await listen(here)
    expect(bench.state).toMatchObject({ playing: true, speed: 1 })
    expect(hearing.get()).toMatchObject({ status: 'playing', time: 2 * SECOND, problem: null })
    expect(player.takes).toHaveLength(1)
    expect(player.last.samples / RATE).toBeGreaterThan(1.2)
    expect(player.volumes).toEqual([0.8])
  })

  test('hands in what a feed of its own makes of the same passage, and goes on as it is played', async () => {
    const here = await scene()
    await listen(here)
    for (const seconds of [0.4, 0.9, 1.4, 1.9]) {
      here.player.last.playTo(seconds)
      await quiet(here)
    }
    const feed = new SoundFeed((span) => here.bench.controller.excerpt(span), 'whiteboard', TONE, 2 * SECOND)
    const whole = await feed.more(2 * SECOND + 4 * SECOND)
    if (!whole.ok) throw new Error(whole.problem.what)
    expect(here.player.last.samples / RATE).toBeGreaterThan(3.2)
    let place = 0
    let differences = 0
    for (const chunk of here.player.last.chunks)
      for (const x of chunk) if (x !== whole.value.sound[place++]) differences += 1
    expect(differences).toBe(0)
  })

  test('tells the moment, what is heard at it, and how loud it was', async () => {
    const here = await scene('scenario=silence&t=4.5', { policy: 'whiteboard' })
    await listen(here)
    here.player.last.playTo(0.3)
    expect(here.hearing.get()).toMatchObject({ time: 4.8 * SECOND, now: { tone: 'plain' }, news: [] })
    here.player.last.playTo(0.75)
    await quiet(here)
    here.player.last.playTo(0.95)
    const { news, bars, now } = here.hearing.get()
    expect(news.map(({ text }) => text).join()).toMatch(/silence \d+ ms/)
    expect(bars.length).toBeGreaterThan(30)
    expect(bars.every(({ time }) => time >= 4.5 * SECOND && time < 5.45 * SECOND)).toBe(true)
    for (const { tone, level } of bars)
      expect(tone === 'silent' ? level < 0.21 : level > 0.1 || tone !== 'plain').toBe(true)
    expect(bars.some(({ tone }) => tone === 'silent')).toBe(true)
    expect(now?.text).toMatch(/^packet \d+/)
  })

  test('of one silence tells once, and of all of it', async () => {
    const here = await scene('scenario=silence&t=4.5', { policy: 'whiteboard' })
    await listen(here)
    for (const seconds of [0.4, 0.8, 1.2, 1.6]) {
      here.player.last.playTo(seconds)
      await quiet(here)
    }
    const silences = here.hearing.get().news
    for (let i = 1; i < silences.length; i++)
      expect(at(silences, i - 1).from).toBeGreaterThanOrEqual(at(silences, i).to)
    expect(silences.length).toBeGreaterThan(0)
    for (const { from, to, text } of silences)
      expect(text).toContain(`silence ${Math.round((to - from) / 1_000)} ms`)
  })

  test('ends with the run, and not before all of it was heard', async () => {
    const here = await scene('scenario=low&t=58')
    await listen(here)
    for (let seconds = 0.2; seconds < 6 && here.bench.state.playing; seconds += 0.2) {
      await here.bench.tick(200)
      here.player.last.playTo(seconds)
      await quiet(here)
    }
    expect(here.player.last.isFinished).toBe(true)
    expect(here.bench.state.playing).toBe(false)
    here.player.last.playTo(here.player.last.samples / RATE)
    expect(here.hearing.get().status).toBe('ready')
    expect(here.player.takes, 'nothing begins after the end').toHaveLength(1)
    expect(58 + here.player.last.samples / RATE).toBeGreaterThan(60)
  })

  test('stops when it is told to, and lets go of the sound device', async () => {
    const here = await scene()
    await listen(here)
    here.hearing.stop()
    expect(here.player.last.isStopped).toBe(true)
    expect(here.player.isClosed).toBe(true)
    expect(here.hearing.get().status).toBe('off')
    expect(here.bench.state.playing, 'the run goes on').toBe(true)
  })

  test('says why there is no sound, and the run stays as it was', async () => {
    const here = await scene('scenario=medium&t=2', {}, () =>
      Promise.resolve(refuse('sound could not be started: no')),
    )
    await listen(here)
    expect(here.hearing.get()).toMatchObject({ status: 'off', problem: 'sound could not be started: no' })
    expect(here.bench.state.playing).toBe(false)
  })

  test('that was given up before the browser answered closes what it gets', async () => {
    let answer: (player: Outcome<Player>) => void = () => {}
    const here = await scene('scenario=medium&t=2', {}, () => new Promise((resolve) => (answer = resolve)))
    const starting = here.hearing.start()
    expect(here.hearing.get().status).toBe('starting')
    here.hearing.stop()
    answer(accept(here.player))
    await starting
    expect(here.player.isClosed).toBe(true)
    expect(here.hearing.get().status).toBe('off')
    expect(here.bench.state.playing).toBe(false)
  })

  test('with reduced motion the picture goes on in steps', async () => {
    const here = await scene('scenario=medium&t=2', { isCalm: true })
    await listen(here)
    const times: number[] = []
    for (let i = 1; i <= 24; i++) {
      here.player.last.playTo(i * 0.05)
      times.push(here.hearing.get().time)
      await quiet(here)
    }
    expect(new Set(times).size).toBeLessThanOrEqual(4)
  })

  test('tells of what the page could not keep up with', async () => {
    const here = await scene()
    await listen(here)
    here.player.last.playTo(0.5, RATE / 10)
    expect(here.hearing.get().starvedMs).toBe(100)
  })
})

describe('the sound goes where the run goes', () => {
  const playing = async (query?: string): Promise<Scene> => {
    const here = await scene(query)
    await listen(here)
    return here
  }

  test('it stops with it, and goes on with it', async () => {
    const here = await playing()
    here.bench.controller.pause()
    await quiet(here)
    expect(here.player.last.isStopped).toBe(true)
    expect(here.hearing.get().status).toBe('ready')
    here.bench.controller.play()
    await quiet(here)
    expect(here.player.takes).toHaveLength(2)
    expect(here.hearing.get().status).toBe('playing')
  })

  test('it follows for as long as both play, without beginning anew', async () => {
    const here = await playing()
    for (let i = 1; i <= 40; i++) {
      await here.bench.tick(100)
      here.player.last.playTo(i * 0.1)
      await quiet(here)
    }
    expect(here.player.takes).toHaveLength(1)
    expect(here.hearing.get().time).toBe(6 * SECOND)
    expect(Math.abs(here.bench.state.now - 6 * SECOND)).toBeLessThan(0.2 * SECOND)
  })

  test.each([
    ['back', 0.5],
    ['ahead', 20],
  ])('it goes %s with it', async (_, seconds) => {
    const here = await playing()
    here.bench.controller.seek(seconds * SECOND)
    await here.bench.tick(16)
    await here.bench.tick(16)
    await quiet(here)
    expect(here.player.takes.length).toBeGreaterThan(1)
    expect(Math.abs(here.hearing.get().time - seconds * SECOND)).toBeLessThan(0.1 * SECOND)
  })

  test.each([
    ['another seed', (bench: Bench) => bench.controller.setSeed(99)],
    ['another setting', (bench: Bench) => bench.controller.setParam('spread', 40, 'now')],
    ['another scenario', (bench: Bench) => bench.controller.chooseScenario('high')],
  ])('%s is heard at once', async (_, change) => {
    const here = await playing()
    change(here.bench)
    for (let i = 0; i < 4; i++) {
      await here.bench.tick(16)
      await quiet(here)
    }
    if (!here.bench.state.playing) here.bench.controller.play()
    await here.bench.tick(16)
    await quiet(here)
    expect(here.player.takes.length).toBeGreaterThan(1)
    expect(here.player.last.isStopped).toBe(false)
    expect(here.player.last.samples).toBeGreaterThan(0)
    expect(here.player.takes.filter(({ isStopped }) => !isStopped)).toHaveLength(1)
  })

  test('another player and another source are heard at once', async () => {
    const here = await playing()
    here.hearing.choose('fixed', TONE)
    await quiet(here)
    expect(here.player.takes).toHaveLength(2)
    here.hearing.choose('fixed', testTone())
    await quiet(here)
    expect(here.player.takes).toHaveLength(3)
    here.hearing.choose('nobody', TONE)
    await quiet(here)
    expect(here.hearing.get()).toMatchObject({
      status: 'off',
      problem: 'this run has no such player any more',
    })
  })

  test('at another speed it goes on at its own, and does not run after the run', async () => {
    const here = await playing()
    here.bench.controller.setSpeed(0.1)
    for (let i = 1; i <= 30; i++) {
      await here.bench.tick(100)
      here.player.last.playTo(i * 0.1)
      await quiet(here)
    }
    expect(here.player.takes).toHaveLength(1)
    expect(here.hearing.get().time).toBe(5 * SECOND)
    here.bench.controller.setSpeed(1)
    await here.bench.tick(100)
    await quiet(here)
    expect(here.player.takes, 'back at 1× it is where the run is').toHaveLength(2)
  })

  test('out of sight it is silent until the run goes on', async () => {
    const here = await playing()
    here.hearing.hush()
    expect(here.player.last.isStopped).toBe(true)
    await here.bench.tick(100)
    await quiet(here)
    expect(here.player.takes).toHaveLength(2)
  })
})
