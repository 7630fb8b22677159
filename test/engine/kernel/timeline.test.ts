import { beforeEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { FIRST_BRANCH, Timeline } from '../../../src/engine/kernel/timeline.ts'
import { ToyEngine, type ToyCommand } from '../../support/toy-engine.ts'

type ToyTimeline = Timeline<ToyCommand, readonly string[], unknown>

const mark = (label: string): ToyCommand => ({ kind: 'mark', label })

let timeline: ToyTimeline

const goTo = (time: number): void => {
  timeline.seek(time)
  timeline.finish()
}

/** The branch a command went to, or the reason it was refused. */
function give(command: ToyCommand, time = timeline.now, gesture: string | null = null): string {
  const outcome = timeline.apply(command, time, gesture)
  timeline.finish()
  return outcome.ok ? outcome.value : outcome.problem.what
}

beforeEach(() => {
  timeline = new Timeline(new ToyEngine())
  timeline.finish()
})

describe('a command', () => {
  it('given where nothing has happened after it stays on the branch', () => {
    goTo(SECOND)
    expect(give(mark('a'))).toBe(FIRST_BRANCH)
    expect(timeline.log().branches).toHaveLength(1)
  })

  it('given in the past opens a branch, named by what was done, and goes back to where one stood', () => {
    goTo(SECOND)
    const before = timeline.engine.traceHash()
    expect(give(mark('a'), 300_000)).toBe('b1')
    expect(timeline.now).toBe(SECOND)
    expect(timeline.log().branches[1]).toMatchObject({ name: 'mark', parent: FIRST_BRANCH, forkAt: 300_000 })
    timeline.switchTo(FIRST_BRANCH)
    timeline.finish()
    expect(timeline.engine.traceHash()).toBe(before)
  })

  it('cannot be given in the future', () => {
    goTo(SECOND)
    expect(give(mark('a'), SECOND + 1)).toContain('cannot be given')
  })

  it('that the engine refuses changes nothing, neither here nor in the past', () => {
    goTo(SECOND)
    give(mark('a'), 500_000)
    const before = { log: timeline.log(), hash: timeline.engine.traceHash(), now: timeline.now }
    for (const time of [SECOND, 700_000, 0]) expect(give({ kind: 'refuse' }, time, 'drag')).toBe('as asked')
    expect({ log: timeline.log(), hash: timeline.engine.traceHash(), now: timeline.now }).toEqual(before)
  })

  it('is refused when 24 branches are open, and nothing has changed', () => {
    goTo(SECOND)
    for (let i = 1; i < 24; i++) {
      timeline.switchTo(FIRST_BRANCH)
      timeline.finish()
      expect(give(mark(String(i)), 500_000)).toBe(`b${i}`)
    }
    timeline.switchTo(FIRST_BRANCH)
    timeline.finish()
    const before = { log: timeline.log(), hash: timeline.engine.traceHash() }
    expect(give(mark('one too many'), 500_000)).toContain('24 branches')
    expect({ log: timeline.log(), hash: timeline.engine.traceHash() }).toEqual(before)
    expect(timeline.removeBranch('b7').ok).toBe(true)
    expect(give(mark('fits again'), 500_000)).toBe('b24')
  })

  it('is refused when a run has 2,000 of them', () => {
    for (let i = 0; i < 2_000; i++) timeline.apply(mark('x'))
    expect(give(mark('one too many'))).toContain('2000 changes')
    expect(timeline.log().branches[0]?.commands).toHaveLength(2_000)
  })
})

describe('commands at one moment', () => {
  it('are repeated in order, each after what the one before set off', () => {
    goTo(SECOND)
    give({ kind: 'ring', after: 0 })
    give(mark('after the bell'))
    const hash = timeline.engine.traceHash()
    expect(hash).toMatch(/bell \d+\n1000000 mark after the bell$/)
    goTo(0)
    goTo(SECOND)
    expect(timeline.engine.traceHash()).toBe(hash)
  })
})

describe('a gesture', () => {
  it('replaces its own command on the branch that its first one opened', () => {
    goTo(SECOND)
    expect(give(mark('1'), 300_000, 'drag')).toBe('b1')
    expect(give(mark('2'), 300_000, 'drag')).toBe('b1')
    expect(give(mark('3'), 400_000, 'drag')).toBe('b1')
    const [, branch] = timeline.log().branches
    expect(branch).toMatchObject({ forkAt: 400_000, commands: [{ at: 400_000, command: mark('3') }] })
    expect(timeline.engine.traceHash()).not.toMatch(/mark [12]/)
  })

  it('leaves a branch alone on which something else has been built', () => {
    goTo(SECOND)
    give(mark('1'), 300_000, 'drag')
    give(mark('other'), 600_000)
    timeline.switchTo('b1')
    timeline.finish()
    expect(give(mark('2'), 300_000, 'drag')).toBe('b3')
    expect(timeline.log().branches.map(({ id }) => id)).toEqual([FIRST_BRANCH, 'b1', 'b2', 'b3'])
  })

  it('does not replace the command of another gesture', () => {
    goTo(SECOND)
    give(mark('1'), 300_000, 'first')
    expect(give(mark('2'), 300_000, 'second')).toBe('b2')
  })
})

describe('what belongs to the scenario', () => {
  it('happens on every branch, also after a change before it', () => {
    const scripted = { at: 700_000, command: mark('scripted'), scripted: true }
    const [root] = timeline.log().branches
    const log = {
      branches: root === undefined ? [] : [{ ...root, commands: [scripted] }],
      current: FIRST_BRANCH,
      now: 0,
    }
    timeline = Timeline.fromLog(new ToyEngine(), log)
    goTo(SECOND)
    expect(give(mark('a'), 300_000)).toBe('b1')
    expect(timeline.engine.traceHash()).toMatch(/300000 mark a\n(.*\n)*700000 mark scripted/)
  })
})

describe('branches', () => {
  it('stay while they are the first, in use, or the ground of another one', () => {
    goTo(SECOND)
    give(mark('a'), 500_000)
    give(mark('b'), 700_000)
    const reason = (id: string): string => {
      const outcome = timeline.removeBranch(id)
      return outcome.ok ? 'removed' : outcome.problem.what
    }
    expect(reason(FIRST_BRANCH)).toContain('first run')
    expect(reason('b1')).toContain('grew out of it')
    expect(reason('b2')).toContain('in use')
    expect(reason('b9')).toContain('no branch')
    timeline.switchTo('b1')
    expect([reason('b2'), reason('b1')]).toEqual([
      'removed',
      'this branch is in use; switch to another one first',
    ])
  })

  it('that do not exist can be neither renamed nor entered', () => {
    expect(timeline.renameBranch('b9', 'x').ok).toBe(false)
    expect(() => timeline.switchTo('b9')).toThrow('no branch b9')
  })
})

describe('steps', () => {
  it('forward end where nothing comes any more, and back end at 0', () => {
    goTo(600 * SECOND)
    expect(timeline.stepForward()).toBe(false)
    goTo(0)
    timeline.stepBack()
    timeline.finish()
    expect(timeline.now).toBe(0)
  })

  it('stop at a command of the branch even where no event is', () => {
    goTo(123_456)
    give(mark('a'))
    goTo(0)
    const stops: number[] = []
    while (timeline.now < 123_456 && timeline.stepForward()) {
      timeline.finish()
      stops.push(timeline.now)
    }
    expect(stops).toContain(123_456)
  })

  it('back find a moment many checkpoints ago', () => {
    // The bells leave out the two seconds up to 2,831,111 µs (the sum of the gaps).
    goTo(2_800_000)
    timeline.stepBack()
    timeline.finish()
    expect(timeline.now).toBe(831_111)
  })
})

describe('work', () => {
  it('handles no more events than asked, and says how many', () => {
    timeline.seek(2 * SECOND)
    const before = timeline.engine.measures()[0] ?? 0
    const handled = [timeline.work(1), timeline.work(2), timeline.work(3)]
    expect(handled).toEqual([1, 2, 3])
    expect(timeline.engine.measures()[0]).toBe(before + 6)
    expect(timeline.settled).toBe(false)
  })

  it('keeps at most 256 checkpoints, evenly spaced over however long a run', () => {
    goTo(300 * SECOND)
    const { times } = timeline.series(FIRST_BRANCH)
    expect(times.length).toBeGreaterThan(100)
    expect(times.length).toBeLessThanOrEqual(256)
    expect(new Set(times.slice(1).map((time, i) => time - (times[i] ?? 0)))).toEqual(new Set([times[1]]))
    expect(times.at(-1)).toBe(300 * SECOND - ((300 * SECOND) % (times[1] ?? 1)))
  })
})

describe('a loaded log', () => {
  it('tells of the commands that the engine refuses, once', () => {
    const [root] = timeline.log().branches
    const commands = [{ at: 100, command: { kind: 'refuse' } as const, scripted: false }]
    const branches = root === undefined ? [] : [{ ...root, horizon: SECOND, commands }]
    timeline = Timeline.fromLog(new ToyEngine(), { branches, current: FIRST_BRANCH, now: SECOND })
    timeline.finish()
    expect(timeline.takeRefusals()).toEqual([{ what: 'as asked' }])
    expect(timeline.takeRefusals()).toEqual([])
  })

  it('with a current branch that is not in it is a bug, and throws', () => {
    const log = { ...timeline.log(), current: 'b9' }
    expect(() => Timeline.fromLog(new ToyEngine(), log)).toThrow('no branch b9')
  })
})

describe('an engine sent ahead', () => {
  const ahead = (until: number): ToyEngine => {
    const scout = new ToyEngine()
    timeline.sendAhead(scout, until)
    return scout
  }

  it('is where the run will be, with the commands still to come; the run stays', () => {
    goTo(3 * SECOND)
    give(mark('a'), SECOND)
    give({ kind: 'ring', after: 0 }, SECOND)
    const hash = timeline.engine.traceHash()
    for (const time of [0, 500_000, SECOND, 2 * SECOND]) {
      goTo(time)
      const before = timeline.engine.traceHash()
      expect(ahead(3 * SECOND).traceHash()).toBe(hash)
      expect(timeline.engine.traceHash()).toBe(before)
      expect(timeline.now).toBe(time)
    }
  })

  it('starts in the middle of what happens at one moment as well', () => {
    goTo(3 * SECOND)
    give(mark('a'), SECOND)
    give(mark('b'), SECOND)
    const hash = timeline.engine.traceHash()
    goTo(0)
    timeline.seek(3 * SECOND)
    while (!timeline.settled) {
      timeline.work(1)
      expect(ahead(3 * SECOND).traceHash()).toBe(hash)
    }
  })

  it('goes no further than it is sent, whatever is to come', () => {
    goTo(3 * SECOND)
    give(mark('a'), SECOND)
    goTo(0)
    const scout = ahead(700_000)
    expect(scout.now).toBe(700_000)
    expect(scout.traceHash()).not.toContain('mark a')
  })

  it('does not go back: where the run is further on it stands there', () => {
    goTo(2 * SECOND)
    expect(ahead(SECOND).now).toBe(2 * SECOND)
  })
})
