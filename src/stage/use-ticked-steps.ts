import { useEffect } from 'react'
import { preferences } from '../state/preferences.ts'
import type { StageController } from './controller.ts'

/**
 * Brings back the steps done on earlier visits, and keeps those done now: where steps are in view. What a slide shows of
 * itself is nobody's work.
 */
export function useTickedSteps(controller: StageController, areInView: boolean): void {
  useEffect(() => {
    if (!areInView) return undefined
    const { id } = controller.lab
    controller.store.setState({ ticked: new Set(preferences.getState().ticked[id] ?? []) })
    return controller.store.subscribe(({ ticked }, before) => {
      if (ticked === before.ticked) return
      preferences.setState((state) => ({ ticked: { ...state.ticked, [id]: [...ticked] } }))
    })
  }, [controller, areInView])
}
