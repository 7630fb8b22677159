import type { StageController } from './controller.ts'
import type { AnyLab } from './define-lab.ts'
import type { Scenario } from '../engine/kernel/simulation.ts'

interface Shortcut {
  /** The keys as they are shown. */
  readonly keys: readonly string[]
  /** The values of KeyboardEvent.key that trigger it. */
  readonly on: readonly string[]
  readonly what: string
  /** Whether it is done again and again while the key is held. */
  readonly repeats?: true
  /** Whether a lab has something for the key; without it every lab has. */
  readonly serves?: (lab: AnyLab, key: string) => boolean
  readonly run: (controller: StageController, key: string) => void
}

const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Every key of a stage, in the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Space'], on: [' '], what: 'Play or pause', run: (c) => c.togglePlay() },
  { keys: ['.'], on: ['.'], what: 'Step: to the next event', repeats: true, run: (c) => c.step() },
  { keys: [','], on: [','], what: 'Step back: to the event before', repeats: true, run: (c) => c.stepBack() },
  { keys: ['R'], on: ['r', 'R'], what: 'Restart', run: (c) => c.restart() },
  { keys: ['+'], on: ['+', '='], what: 'Faster', repeats: true, run: (c) => c.changeSpeed(1) },
  { keys: ['-'], on: ['-', '_'], what: 'Slower', repeats: true, run: (c) => c.changeSpeed(-1) },
  {
    keys: NUMBERS,
    on: NUMBERS,
    what: 'The main scenarios',
    serves: (lab, key) => scenarioByNumber(lab, key) !== undefined,
    run: chooseByNumber,
  },
  { keys: ['['], on: ['['], what: 'The last moment of trouble', repeats: true, run: (c) => c.jump(-1) },
  { keys: [']'], on: [']'], what: 'The next moment of trouble', repeats: true, run: (c) => c.jump(1) },
  { keys: ['N'], on: ['n', 'N'], what: 'New seed', run: (c) => c.newSeed() },
  { keys: ['C'], on: ['c', 'C'], what: 'Compare', run: (c) => c.togglePanel('compare') },
  { keys: ['K'], on: ['k', 'K'], what: 'Check it', run: (c) => c.togglePanel('check') },
  { keys: ['?'], on: ['?'], what: 'Help', run: (c) => c.togglePanel('help') },
]

/** The keys that do `shortcut` in `lab`, as they are shown. */
export const keysIn = (lab: AnyLab, { keys, serves }: Shortcut): readonly string[] =>
  keys.filter((key) => serves?.(lab, key) ?? true)

const scenarioByNumber = (lab: AnyLab, key: string): Scenario | undefined =>
  lab.scenarios.filter(({ main }) => main)[Number(key) - 1]

function chooseByNumber(controller: StageController, key: string): void {
  const scenario = scenarioByNumber(controller.lab, key)
  if (scenario !== undefined) controller.chooseScenario(scenario.id)
}

/**
 * Carries out the key of `event` if it is meant for the stage inside `root`, and returns whether it was. A key is
 * meant for the stage when the focus is inside it, or (with `elsewhere`) when nothing has the focus.
 */
export function handleShortcut(
  event: KeyboardEvent,
  root: Element,
  controller: StageController,
  elsewhere: boolean,
): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return false
  const target = event.target instanceof Element ? event.target : null
  const isInside = target !== null && root.contains(target)
  const isNowhere = target === null || target === document.body || target === document.documentElement
  if (!isInside && !(elsewhere && isNowhere)) return false
  const dialog = target?.closest('dialog') ?? null
  if (dialog !== null && root.contains(dialog)) return false
  if (isInside && ownsKey(target, event.key)) return false
  const shortcut = SHORTCUTS.find(
    ({ on, serves }) => on.includes(event.key) && (serves?.(controller.lab, event.key) ?? true),
  )
  if (shortcut === undefined) return false
  event.preventDefault()
  if (!event.repeat || shortcut.repeats === true) shortcut.run(controller, event.key)
  return true
}

/** Whether the focused element has a use of its own for the key: text fields for all, buttons for Space and Enter. */
function ownsKey(element: Element, key: string): boolean {
  if (element.closest('[contenteditable="true"], textarea, select') !== null) return true
  if (element instanceof HTMLInputElement) {
    if (element.type === 'range') return false
    return element.type !== 'checkbox' && element.type !== 'radio' ? true : key === ' '
  }
  return (key === ' ' || key === 'Enter') && element.closest('button, a, summary, [role="button"]') !== null
}
