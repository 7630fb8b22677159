import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { labShown } from '../../src/present/lab-shown.ts'
import { Away } from '../../src/present/away.ts'
import type { LabShown, State } from '../../src/present/messages.ts'
import { Mirror } from '../../src/present/mirror.ts'
import type { StageController } from '../../src/stage/controller.ts'
import { setUp, tearDown, type Bench } from '../stage/support/bench.ts'

afterEach(() => {
  tearDown()
})

/** A stage, and another one that is kept in its state; the wall clock is the first one's. */
class Pair {
  changes = 0
  readonly lead: Bench
  readonly copy: Bench
  private readonly mirror: Mirror

  constructor(lead: Bench, copy: Bench) {
    this.lead = lead
    this.copy = copy
    this.mirror = new Mirror(
      copy.controller,
      () => (this.changes += 1),
      () => lead.ticker.now,
    )
  }

  static async open(query: string): Promise<Pair> {
    const pair = new Pair(await setUp(query), await setUp())
    await pair.tell()
    return pair
  }

  /** Tells the copy how the first one stands, and waits until it is there. */
  async tell(): Promise<void> {
    const state: State = {
      kind: 'state',
      term: 1,
      place: { slide: 2, fragment: 0, fragments: 0 },
      black: false,
      overview: false,
      lab: labShown(this.lead.controller),
      opening: false,
      parts: {},
      at: this.lead.ticker.now,
    }
    this.mirror.show(state)
    for (let turn = 0; turn < 20; turn++) await this.copy.tick(1)
  }

  /** Lets wall time pass for both, not in the same steps. */
  async pass(ms: number): Promise<void> {
    await this.lead.pass(ms)
    await this.copy.pass(ms, Math.ceil(ms / 23))
  }

  get both(): readonly [unknown, unknown] {
    const view = ({ state, hash }: Bench): unknown => {
      const { scenario, seed, params, now, speed, before, playing, selected } = state
      return { scenario, seed, params, now, speed, before, playing, selected, hash }
    }
    return [view(this.lead), view(this.copy)]
  }
}

const same = ({ both: [lead, copy] }: Pair): void => expect(copy).toEqual(lead)

describe('a mirror', () => {
  it('brings its stage to the same run at the same moment, with all that was done to it', async () => {
    const pair = await Pair.open('scenario=high&seed=9')
    const { lead } = pair
    await lead.seek(4)
    await lead.after((controller) => controller.act({ kind: 'lose', packet: 60 }, 2 * SECOND, null))
    await lead.after((controller) => {
      controller.setSpeed(2)
      controller.setBefore(3 * SECOND)
      controller.select('60')
    })
    await pair.tell()
    same(pair)
    await lead.seek(1.25)
    await pair.tell()
    same(pair)
    await lead.after((controller) => controller.chooseScenario('low'))
    await pair.tell()
    same(pair)
    expect(pair.changes, 'none of it was the viewer’s doing').toBe(0)
    expect([...pair.copy.state.done], 'nor counts as done').toEqual([])
  })

  it('plays along, at its own frame rate, and stands at the very same moment', async () => {
    const pair = await Pair.open('scenario=high&seed=9')
    pair.lead.controller.setSpeed(5)
    pair.lead.controller.play()
    for (let second = 0; second < 3; second++) {
      await pair.pass(1_000)
      await pair.tell()
      const off = Math.abs(pair.lead.state.now - pair.copy.state.now)
      expect(off, 'microseconds off').toBeLessThan(0.3 * 5 * SECOND)
    }
    for (const second of [2, 40]) {
      pair.lead.controller.seek(second * SECOND)
      await pair.pass(200)
      await pair.tell()
      await pair.pass(200)
      const off = Math.abs(pair.lead.state.now - pair.copy.state.now)
      expect(off, 'it leaps along').toBeLessThan(0.3 * 5 * SECOND)
    }
    expect(pair.copy.state.playing).toBe(true)
    await pair.lead.after((controller) => controller.pause())
    await pair.tell()
    same(pair)
    expect(pair.changes).toBe(0)
  })

  it('stands still while the other one runs on a file, and follows again without it', async () => {
    const pair = await Pair.open('scenario=high')
    await pair.lead.after((controller) => controller.play())
    await pair.tell()
    const rows = Array.from({ length: 100 }, (_, i) => `${i},${i * 20},${i * 20 + 40}`)
    await pair.lead.controller.importFile(new File([['seq,send_ms,arrival_ms', ...rows].join('\n')], 'a.csv'))
    await pair.tell()
    expect(pair.lead.state.attachment).not.toBeNull()
    expect(pair.copy.state).toMatchObject({ scenario: 'high', playing: false, notices: [] })
    const { now } = pair.copy.state
    await pair.pass(500)
    expect(pair.copy.state.now).toBe(now)
    await pair.lead.after((controller) => controller.chooseScenario('low'))
    await pair.lead.after((controller) => controller.pause())
    await pair.tell()
    same(pair)
    expect(pair.changes).toBe(0)
  })

  const deeds: readonly [string, (controller: StageController) => unknown][] = [
    ['plays', (controller) => controller.play()],
    ['goes to another moment', (controller) => controller.seek(2 * SECOND)],
    ['chooses another speed', (controller) => controller.setSpeed(10)],
    ['chooses another scenario', (controller) => controller.chooseScenario('low')],
    ['takes another seed', (controller) => controller.setSeed(77)],
    ['changes a setting', (controller) => controller.setParam('base', 90, 'now')],
    ['loses a packet', (controller) => controller.act({ kind: 'lose', packet: 60 }, 2 * SECOND, null)],
  ]
  it.each(deeds)('leaves the stage to whoever %s', async (_what, deed) => {
    const pair = await Pair.open('scenario=high')
    await pair.lead.seek(3)
    await pair.tell()
    expect(pair.changes).toBe(0)
    await deed(pair.copy.controller)
    for (let turn = 0; turn < 20; turn++) await pair.copy.tick(1)
    expect(pair.changes).toBe(1)
    const own = pair.both[1]
    pair.copy.controller.pause()
    await pair.lead.seek(5)
    await pair.tell()
    expect(pair.copy.state.now).toBeLessThan(5 * SECOND)
    expect(own).toMatchObject({ scenario: pair.copy.state.scenario, seed: pair.copy.state.seed })
  })
})

describe('a lab in a window that is out of sight', () => {
  const at = (time: number, playing = true): LabShown => ({
    lab: 'jitter',
    query: '',
    time: time * SECOND,
    playing,
    speed: 2,
    before: SECOND,
    selected: null,
    onFile: false,
  })

  it('plays on for those who follow: by its speed, to the end of its run, from wherever it is sent', () => {
    const [away, one, other] = [new Away(), {}, {}]
    const moment = (of: object, shown: LabShown, wall: number): number =>
      away.moment(of, shown, 60 * SECOND, wall) / SECOND
    expect(moment(one, at(10), 1_000)).toBe(10)
    expect(moment(one, at(10), 4_500)).toBe(17)
    expect(moment(one, at(30), 5_000), 'a fragment sent it elsewhere').toBe(30)
    expect(moment(one, at(30), 90_000), 'the run ends').toBe(60)
    expect(moment(one, at(30, false), 91_000), 'it was paused').toBe(30)
    expect(moment(one, at(30), 92_000)).toBe(30)
    expect(moment(other, at(30), 95_000), 'the next slide’s').toBe(30)
    expect(moment(other, at(30), 96_000)).toBe(32)
    away.back()
    expect(moment(other, at(30), 99_000)).toBe(30)
  })
})
