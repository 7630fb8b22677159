import type { Landmark } from '../kernel/engine.ts'
import type { Firsts } from './history.ts'
import { LANES, type Lane } from './lane.ts'

const MAX_STRETCHES = 200

const TURNS: Record<keyof Firsts, string> = {
  overwrite: 'first item overwritten',
  reject: 'first item turned away',
  block: 'the producer waits for the first time',
  outgrow: 'the list outgrows the ring',
}

/** The first loss, refusal or wait is a turn; each stretch with a full ring begins as trouble. Oldest first. */
export function landmarksOf(lanes: readonly Lane[]): Landmark[] {
  return lanes.flatMap((lane) => [...turnsOf(lane), ...fullStretchesOf(lane)]).sort((a, b) => a.time - b.time)
}

function turnsOf({ history }: Lane): Landmark[] {
  return Object.entries(TURNS).flatMap(([what, label]): Landmark[] => {
    const time = history.firsts[what as keyof Firsts] // the keys of TURNS are those of Firsts
    return time === null ? [] : [{ time, kind: 'turn', label }]
  })
}

function fullStretchesOf({ id, history }: Lane): Landmark[] {
  return Array.from({ length: Math.min(MAX_STRETCHES, history.stretchCount) }, (_, i) => ({
    time: history.stretch(i).start,
    kind: 'trouble' as const,
    label: `${LANES[id].name} full`,
  }))
}
