import type { Landmark } from '../kernel/engine.ts'
import { FATE, WAITERS, type Fate } from './codes.ts'
import { LANES, type Lane } from './lane.ts'
import type { PipelineEngine } from './pipeline-engine.ts'

const MAX_FREEZES = 100

const FIRSTS: Partial<Record<Fate, string>> = {
  [FATE.skipped]: 'first frame skipped',
  [FATE.droppedNetwork]: 'network ring overflows',
  [FATE.droppedDecoded]: 'decode ring overflows',
  [FATE.droppedRender]: 'first picture given up',
  [FATE.undecodable]: 'first frame that cannot be decoded',
}

const WAITING = {
  network: 'the network must wait',
  decoder: 'the decoder must wait',
  renderer: 'the renderer must wait',
} as const

/** The first loss or wait of each kind is a turn; each freeze begins as trouble. Oldest first. */
export function landmarksOf({ lanes, clock }: PipelineEngine): Landmark[] {
  return lanes
    .flatMap((lane) => [...firstsOf(lane), ...waitsOf(lane, clock), ...freezesOf(lane)])
    .sort((a, b) => a.time - b.time)
}

function firstsOf({ id, ledger }: Lane): Landmark[] {
  return Object.entries(FIRSTS).flatMap(([fate, label]): Landmark[] => {
    const time = ledger.firstEnd(Number(fate))
    return time === null ? [] : [{ time, kind: 'turn', label: `${LANES[id].name}: ${label}` }]
  })
}

function waitsOf({ id, waits }: Lane, clock: number): Landmark[] {
  return WAITERS.flatMap((who): Landmark[] => {
    if (waits[who].countAt(clock) === 0) return []
    const [time] = waits[who].get(0, clock)
    return [{ time, kind: 'turn', label: `${LANES[id].name}: ${WAITING[who]}` }]
  })
}

function freezesOf({ id, screen: { freezeStart, freezeEnd } }: Lane): Landmark[] {
  return Array.from({ length: Math.min(MAX_FREEZES, freezeStart.length) }, (_, i) => {
    const ms = Math.round((freezeEnd.get(i) - freezeStart.get(i)) / 1_000)
    return { time: freezeStart.get(i), kind: 'trouble' as const, label: `${LANES[id].name} freezes ${ms} ms` }
  })
}
