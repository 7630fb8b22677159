import { createContext, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { LabState } from '../state/lab-store.ts'
import type { StageController } from './controller.ts'
import type { Shown } from './frame-store.ts'

/** What the parts of a stage share. */
export interface Stage {
  readonly controller: StageController
  /** The address, for others, of what this stage shows; `query` comes from the controller. */
  readonly addressOf: (query: string) => string
}

export const StageContext = createContext<Stage | null>(null)

/** Keeps stages of several windows in one state. */
interface Keeper {
  /** Takes a stage; returns how to give it back. */
  readonly attach: (controller: StageController) => () => void
}

/** Null where nobody keeps stages. */
export const KeeperContext = createContext<Keeper | null>(null)

export function useStage(): Stage {
  const stage = useContext(StageContext)
  if (stage === null) throw new Error('this component belongs inside a stage')
  return stage
}

/** A part of the stage's state; re-renders when that part changes. */
export const useLab = <T>(select: (state: LabState) => T): T => useStore(useStage().controller.store, select)

/** The frame on the screen; re-renders at every frame. Null until the first one came. */
export function useFrame(): Shown | null {
  const { frames } = useStage().controller
  return useSyncExternalStore(frames.subscribe, frames.get, frames.get)
}
