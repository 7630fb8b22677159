import { useEffect, useRef, useState } from 'react'
import type { SimTime } from '../../engine/kernel/time.ts'
import type { LoadPiece, LoadPoint, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'

export type TheoryPiece = Extract<LoadPiece, { kind: 'theory' }>

/** What is known so far of latency at other loads. */
export interface StudyState {
  /** The moment of the run it was asked at: its settings hold for it. */
  readonly at: SimTime
  readonly done: number
  readonly parts: number
  readonly theory: TheoryPiece | null
  /** Short runs at other loads, the lowest first. */
  readonly loads: readonly { readonly load: number; readonly points: readonly LoadPoint[] }[]
}

/** A run that stands still for so long is studied. */
const STILL_MS = 250

/**
 * Studies other loads once the run stands still, part by part, so that nothing has to wait for long. What is found
 * follows from the settings and lanes alone: a run that goes on interrupts it, and it is taken up where it was left.
 */
export function useStudy(
  frame: PressureFrame,
  study: LabViewProps<PressureFrame>['study'],
  wanted: boolean,
): StudyState | null {
  const [state, setState] = useState<StudyState | null>(null)
  const found = useRef<Found>({ topic: '', parts: 1, pieces: [] })
  useEffect(() => {
    if (!wanted) return undefined
    const topic = JSON.stringify([frame.settings, frame.lanes.map(({ lane }) => lane)])
    if (found.current.topic !== topic) found.current = { topic, parts: 1, pieces: [] }
    const { pieces } = found.current
    let over = false
    const work = async (): Promise<void> => {
      while (pieces.length < found.current.parts) {
        const answer = await study(pieces.length)
        if (over || answer === null) return
        found.current.parts = answer.parts
        pieces.push(answer.piece as LoadPiece) // the pressure engine's pieces are these
        setState({ at: answer.at, done: pieces.length, parts: answer.parts, ...sortOut(pieces) })
      }
    }
    const timer = setTimeout(() => void work(), STILL_MS)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [frame, study, wanted])
  return state
}

interface Found {
  /** What it is about: the settings and the lanes. */
  readonly topic: string
  parts: number
  readonly pieces: LoadPiece[]
}

export function sortOut(pieces: readonly LoadPiece[]): Pick<StudyState, 'theory' | 'loads'> {
  return {
    theory: pieces.find((piece) => piece.kind === 'theory') ?? null,
    loads: pieces.filter((piece) => piece.kind === 'load').toSorted((a, b) => a.load - b.load),
  }
}
