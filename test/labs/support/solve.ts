import { unreachable } from '../../../src/shared/assert.ts'
import type { StageController } from '../../../src/stage/controller.ts'
import type { Action } from '../../../src/stage/define-lab.ts'
import type { Bench } from '../../stage/support/bench.ts'

const PRESSES = {
  step: (controller: StageController) => controller.step(),
  'step-back': (controller: StageController) => controller.stepBack(),
  check: (controller: StageController) => controller.togglePanel('check'),
  'next-trouble': (controller: StageController) => controller.jump(1),
}

/** Does what a solution says, as a person would: by the controller, waiting until it is done and drawn. */
export async function carryOut(bench: Bench, action: Action): Promise<void> {
  switch (action.do) {
    case 'seek':
      return bench.after((controller) => controller.seek(action.to))
    case 'set':
      return bench.after((controller) => controller.setParam(action.key, action.value, action.since))
    case 'command':
      return bench.after((controller) => controller.act(action.command, action.at, null))
    case 'press':
      return bench.after(PRESSES[action.what])
    case 'compare': {
      const params = { ...bench.state.params, ...action.params }
      return bench.after((controller) => controller.compare({ kind: 'params', params }))
    }
    case 'switch':
      return bench.after((controller) => controller.switchTo(action.branch))
    case 'select':
      return bench.after((controller) => controller.select(action.thing))
    default:
      return unreachable(action)
  }
}
