import type { StageController } from '../stage/controller.ts'
import type { LabState } from '../state/lab-store.ts'
import type { LabShown } from './messages.ts'

/** What others need to show the same lab in the same state; null while it is on its way to one. */
export function labShown(controller: StageController): LabShown | null {
  const { playing, speed, before, selected, now, goal, status, attachment } = controller.store.getState()
  if (status !== 'ready' || controller.isOpening) return null
  const time = playing ? now : goal
  const query = controller.addressQuery(false)
  return {
    lab: controller.lab.id,
    query,
    time,
    playing,
    speed,
    before,
    selected,
    onFile: attachment !== null,
  }
}

/** Whether two states of a lab differ in what others need to be told at once: not in the time that passes. */
export const isNews = (a: LabState, b: LabState): boolean =>
  a.playing !== b.playing ||
  a.speed !== b.speed ||
  a.before !== b.before ||
  a.selected !== b.selected ||
  a.scenario !== b.scenario ||
  a.seed !== b.seed ||
  a.params !== b.params ||
  a.link !== b.link ||
  a.attachment !== b.attachment ||
  a.status !== b.status ||
  (a.goal !== b.goal && !b.playing) ||
  a.goal < b.goal
