import { useEffect, useState } from 'react'
import type { SimTime } from '../../engine/kernel/time.ts'
import type { WhenLate } from '../../engine/jitter/config.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import type { StudyPiece } from '../../engine/jitter/study.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'

type Piece<Kind extends StudyPiece['kind']> = Extract<StudyPiece, { kind: Kind }>

/** What is known so far of what was possible, in one mode. */
export interface ModeStudy {
  readonly policies: readonly Piece<'policy'>[]
  readonly fixed: Piece<'fixed'> | null
  readonly clairvoyant: Piece<'clairvoyant'> | null
  /** The clairvoyant's curve, its own price included, with the lowest delay first. */
  readonly curve: readonly Piece<'curve'>['point'][]
}

export interface StudyState {
  /** The moment of the run it is about. */
  readonly at: SimTime
  readonly done: number
  readonly parts: number
  readonly modes: Readonly<Record<WhenLate, ModeStudy>>
}

/** A run that stands still for so long is studied. */
const STILL_MS = 250

/**
 * Studies the run once it stands still, part by part, so that nothing has to wait for long; a run that goes on ends
 * it, and keeps what was found of the moment before. Null until then.
 */
export function useStudy(
  frame: JitterFrame,
  study: LabViewProps<JitterFrame>['study'],
  wanted: boolean,
): StudyState | null {
  const [state, setState] = useState<StudyState | null>(null)
  useEffect(() => {
    if (!wanted) return undefined
    let over = false
    const work = async (): Promise<void> => {
      const pieces: StudyPiece[] = []
      for (let part = 0, parts = 1; part < parts; part++) {
        const answer = await study(part)
        if (over || answer === null) return
        parts = answer.parts
        pieces.push(answer.piece as StudyPiece) // the jitter engine's pieces are these
        setState({ at: answer.at, done: part + 1, parts, modes: sortOut(pieces) })
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

function sortOut(pieces: readonly StudyPiece[]): StudyState['modes'] {
  const of = (mode: WhenLate): ModeStudy => {
    const own = pieces.filter((piece) => piece.mode === mode)
    const clairvoyant = own.find((piece) => piece.kind === 'clairvoyant') ?? null
    const others = own.filter((piece) => piece.kind === 'curve').map(({ point }) => point)
    const curve = clairvoyant === null ? others : [clairvoyant.best, ...others]
    return {
      policies: own.filter((piece) => piece.kind === 'policy'),
      fixed: own.find((piece) => piece.kind === 'fixed') ?? null,
      clairvoyant,
      curve: curve.toSorted((a, b) => a.delay - b.delay),
    }
  }
  return { skip: of('skip'), stall: of('stall') }
}
