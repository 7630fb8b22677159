import { useEffect } from 'react'
import { preferences } from '../state/preferences.ts'
import type { StageController } from './controller.ts'

/** Brings back the steps done on earlier visits, and keeps those done now. */
export function useTickedSteps(controller: StageController): void {
  useEffect(() => {
    const { id } = controller.lab
    controller.store.setState({ ticked: new Set(preferences.getState().ticked[id] ?? []) })
    return controller.store.subscribe(({ ticked }, before) => {
      if (ticked === before.ticked) return
      preferences.setState((state) => ({ ticked: { ...state.ticked, [id]: [...ticked] } }))
    })
  }, [controller])
}
