import type { JSX } from 'react'
import { useStore } from 'zustand'
import { LabOf } from '../labs/LabOf.tsx'
import { ACTS } from '../labs/registry.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { preferences } from '../state/preferences.ts'
import { doorHref } from './data/links.ts'

/** Acts 1 to 3 are the eighth episode's labs: each with as much of it as has been done in this browser. */
export function ActDoors({ base }: { readonly base: string }): JSX.Element {
  return (
    <div className="act-doors">
      {ACTS.slice(0, 3).map(({ title, labs }) => (
        <div key={title}>
          <h4>{title}</h4>
          <ul>
            {labs.map(({ id, title: name }) => (
              <li key={id}>
                <a href={doorHref(`lab/${id}`, base)}>{name}</a>{' '}
                <LabOf id={id} waiting={<span className="muted">…</span>}>
                  {(lab) => <StepsDone lab={lab} />}
                </LabOf>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function StepsDone({ lab }: { readonly lab: AnyLab }): JSX.Element {
  const ticked = useStore(preferences, (state) => state.ticked[lab.id])
  const steps = lab.scenarios.flatMap(({ id }) =>
    lab.lesson(id, false).steps.map((step) => `${id}/${step.id}`),
  )
  const done = steps.filter((key) => ticked?.includes(key) === true).length
  return (
    <span className="muted">
      {done === 0 ? `${steps.length} steps` : `${done} of ${steps.length} steps done`}
    </span>
  )
}
