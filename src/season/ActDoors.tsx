import type { JSX } from 'react'
import { useStore } from 'zustand'
import { ACTS } from '../labs/registry.ts'
import { preferences } from '../state/preferences.ts'
import { doorHref } from './data/links.ts'

/** Acts 1 to 3 are the eighth episode's labs: each with as much of it as has been done in this browser. */
export function ActDoors({ base }: { readonly base: string }): JSX.Element {
  const ticked = useStore(preferences, (state) => state.ticked)
  return (
    <div className="act-doors">
      {ACTS.slice(0, 3).map(({ title, labs }) => (
        <div key={title}>
          <h4>{title}</h4>
          <ul>
            {labs.map((lab) => {
              const steps = lab.scenarios.flatMap(({ id }) =>
                lab.lesson(id, false).steps.map((step) => `${id}/${step.id}`),
              )
              const done = steps.filter((key) => ticked[lab.id]?.includes(key) === true).length
              return (
                <li key={lab.id}>
                  <a href={doorHref(`lab/${lab.id}`, base)}>{lab.title}</a>{' '}
                  <span className="muted">
                    {done === 0 ? `${steps.length} steps` : `${done} of ${steps.length} steps done`}
                  </span>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </div>
  )
}
