import { useEffect, useState, type ReactNode } from 'react'
import type { AnyLab } from '../stage/define-lab.ts'
import { Button } from '../ui/Button.tsx'
import { labAtHand, loadLab } from './registry.ts'

interface LabOfProps {
  readonly id: string
  /** What stands in its place until the lab's definition is here. */
  readonly waiting?: ReactNode
  readonly children: (lab: AnyLab) => ReactNode
}

/** What is made of a lab, its definition loaded when it is first needed; one that was loaded before is there at once. */
export const LabOf = (props: LabOfProps): ReactNode => <Loaded key={props.id} {...props} />

const WAITING = <div className="stage stage-waiting" />

function Loaded({ id, waiting = WAITING, children }: LabOfProps): ReactNode {
  const [lab, setLab] = useState(() => labAtHand(id))
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (lab !== null || problem !== null) return undefined
    let isGone = false
    loadLab(id).then(
      (found) => {
        if (!isGone) setLab(found)
      },
      (error: unknown) => {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error))
      },
    )
    return () => {
      isGone = true
    }
  }, [id, lab, problem])
  if (lab !== null) return children(lab)
  if (problem === null) return waiting
  return (
    <div className="crashed" role="alert">
      <p>
        <b>The lab could not be loaded.</b> {problem}
      </p>
      <Button label="Try again" tone="strong" onClick={() => setProblem(null)} />
    </div>
  )
}
