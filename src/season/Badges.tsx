import type { JSX } from 'react'
import { useStore } from 'zustand'
import { preferences } from '../state/preferences.ts'
import { ABILITIES } from './data/abilities.ts'
import { doorHref } from './data/links.ts'
import { progressOf } from './progress.ts'
import { Sign } from './Sign.tsx'
import './style.css'

/** What one can do now. A badge lights when the labs' steps behind it were done in this browser. */
export function Badges({ base }: { readonly base: string }): JSX.Element {
  const ticked = useStore(preferences, (state) => state.ticked)
  const newTab = base === '' ? {} : { target: '_blank', rel: 'noreferrer' }
  return (
    <ul className="badges" data-own-keys>
      {ABILITIES.map((ability) => {
        const { done, of } = progressOf(ability, ticked)
        const state = of === 0 ? 'own' : done === of ? 'lit' : 'dark'
        return (
          <li key={ability.name} data-state={state}>
            <span className="badge-sign">
              <Sign path={ability.icon} size={26} />
            </span>
            <div>
              <h3>{ability.name}</h3>
              <p>{state === 'lit' ? 'Done, in this browser.' : ability.ask}</p>
              <p className="badge-foot">
                <span>
                  {of === 0
                    ? 'for you to answer'
                    : state === 'lit'
                      ? `${of} of ${of} steps`
                      : `${done} of ${of} steps done`}
                </span>
                <a href={doorHref(ability.door.route, base)} {...newTab}>
                  {ability.door.title}
                </a>
              </p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
