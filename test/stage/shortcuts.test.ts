import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lab as jitter } from '../../src/labs/jitter/lab.ts'
import type { StageController } from '../../src/stage/controller.ts'
import { handleShortcut, SHORTCUTS } from '../../src/stage/shortcuts.ts'

/** As much of an element as the shortcuts look at: what it is called, and what it stands in. */
class FakeElement {
  readonly tag: string
  readonly parent: FakeElement | null

  constructor(tag: string, parent: FakeElement | null = null) {
    this.tag = tag
    this.parent = parent
  }

  closest(selector: string): FakeElement | null {
    return selector.split(', ').includes(this.tag) ? this : (this.parent?.closest(selector) ?? null)
  }

  contains(other: FakeElement): boolean {
    return other === this || (other.parent !== null && this.contains(other.parent))
  }
}

class FakeInput extends FakeElement {
  readonly type: string

  constructor(type: string, parent: FakeElement) {
    super('input', parent)
    this.type = type
  }
}

const body = new FakeElement('body')
const root = new FakeElement('div', body)
const inside = new FakeElement('div', root)
const outside = new FakeElement('div', body)

let calls: string[]

/** Writes down what it is asked to do. */
const controller = new Proxy(
  {},
  {
    get: (_target, name) =>
      name === 'lab' ? jitter : (...args: unknown[]) => void calls.push([String(name), ...args].join(' ')),
  },
) as StageController // only its methods are called

interface Press {
  readonly target?: FakeElement | null
  readonly elsewhere?: boolean
  readonly more?: Partial<
    Record<'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented', boolean>
  >
}

/** Whether the key was taken, and whether the browser was told so: the two must agree. */
function press(key: string, { target = inside, elsewhere = false, more = {} }: Press = {}): boolean {
  let prevented = false
  const event = { key, target, ...more, preventDefault: () => (prevented = true) }
  const taken = handleShortcut(
    event as unknown as KeyboardEvent, // as much of one as is looked at
    root as unknown as Element,
    controller,
    elsewhere,
  )
  expect(prevented).toBe(taken)
  expect(calls.length > 0).toBe(taken)
  return taken
}

beforeEach(() => {
  calls = []
  vi.stubGlobal('Element', FakeElement)
  vi.stubGlobal('HTMLInputElement', FakeInput)
  vi.stubGlobal('document', { body, documentElement: new FakeElement('html') })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the keys of a stage', () => {
  it('are each given to one thing only, and shown', () => {
    const keys = SHORTCUTS.flatMap(({ on }) => on)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { keys: shown, what } of SHORTCUTS) {
      expect(shown.length).toBeGreaterThan(0)
      expect(what).toMatch(/^[A-Z]/)
    }
  })

  it.each([
    [' ', 'togglePlay'],
    ['.', 'step'],
    [',', 'stepBack'],
    ['r', 'restart'],
    ['R', 'restart'],
    ['+', 'changeSpeed 1'],
    ['=', 'changeSpeed 1'],
    ['-', 'changeSpeed -1'],
    ['1', 'chooseScenario low'],
    ['2', 'chooseScenario medium'],
    ['3', 'chooseScenario high'],
    [']', 'jump 1'],
    ['[', 'jump -1'],
    ['n', 'newSeed'],
    ['c', 'togglePanel compare'],
    ['k', 'togglePanel check'],
    ['?', 'togglePanel help'],
  ])('"%s" is %s', (key, call) => {
    expect(press(key)).toBe(true)
    expect(calls).toEqual([call])
  })

  it.each(['a', 'Enter', 'Escape', 'Tab', 'ArrowLeft', 'PageDown', '4', 'F5'])('leave %s alone', (key) => {
    expect(press(key)).toBe(false)
  })

  it.each(['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'defaultPrevented'] as const)(
    'are the browser’s with %s',
    (flag) => {
      expect(press('r', { more: { [flag]: true } })).toBe(false)
    },
  )

  it('work when the focus is inside, and elsewhere only for the page’s one stage and when nothing has it', () => {
    for (const target of [body, null]) {
      expect(press('r', { target })).toBe(false)
      expect(press('r', { target, elsewhere: true })).toBe(true)
      calls = []
    }
    expect(press('r', { target: outside, elsewhere: true })).toBe(false)
    expect(press('r', { target: root })).toBe(true)
  })

  it.each(['text', 'number', 'search'])('leave a field of type %s to the person who writes in it', (type) => {
    for (const key of [' ', 'r', '1', '-', '.'])
      expect(press(key, { target: new FakeInput(type, root) })).toBe(false)
  })

  it.each(['textarea', 'select', '[contenteditable="true"]'])(
    'leave %s to the person who writes in it',
    (tag) => {
      const target = new FakeElement('span', new FakeElement(tag, root))
      for (const key of [' ', 'r', '1']) expect(press(key, { target })).toBe(false)
    },
  )

  it('work on a slider, which has no use for them', () => {
    expect(press(' ', { target: new FakeInput('range', root) })).toBe(true)
  })

  it.each(['checkbox', 'radio'])('leave a %s its Space, and no other key', (type) => {
    const target = new FakeInput(type, root)
    expect(press(' ', { target })).toBe(false)
    expect(press('r', { target })).toBe(true)
  })

  it.each(['button', 'a', 'summary', '[role="button"]'])(
    'leave %s its Space and Enter, and no other key',
    (tag) => {
      const target = new FakeElement('span', new FakeElement(tag, root))
      expect(press(' ', { target })).toBe(false)
      expect(press('Enter', { target })).toBe(false)
      expect(press('.', { target })).toBe(true)
    },
  )

  it('rest while a dialogue is open', () => {
    const target = new FakeElement('button', new FakeElement('dialog', root))
    expect(press('r', { target })).toBe(false)
  })
})
