import type { JSX } from 'react'
import { EPISODES, practiceUrl } from './data/episodes.ts'
import { THEME, VERBS } from './data/ideas.ts'
import { CARD_FILE } from './data/links.ts'
import { Icon } from '../ui/icons.tsx'
import { WideBox } from '../ui/WideBox.tsx'
import { Sign } from './Sign.tsx'
import './style.css'

/** The season on one card, and the way to take it along. */
export function ReferenceTable({ base }: { readonly base: string }): JSX.Element {
  return (
    <div className="reference" data-own-keys>
      <WideBox name="Table of the season">
        <table>
          <thead>
            <tr>
              <th scope="col">Episode</th>
              <th scope="col">Data structure</th>
              <th scope="col">Where it works</th>
              <th scope="col">Key insight</th>
              <th scope="col">LeetCode</th>
            </tr>
          </thead>
          <tbody>
            {EPISODES.map(({ number, icon, structure, product, insight, practice }) => (
              <tr key={number}>
                <th scope="row">
                  <Sign path={icon} size={20} /> {number}
                </th>
                <td>{structure}</td>
                <td>{product}</td>
                <td>{insight}</td>
                <td>
                  <a href={practiceUrl(practice)} target="_blank" rel="noreferrer">
                    {practice.number}. {practice.name}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideBox>
      <div className="reference-foot">
        <p className="reference-theme">
          <span className="muted">{THEME}</span>
          <br />
          {VERBS.map(({ id, name }, i) => (
            <span key={id}>
              {i > 0 && <span aria-hidden="true"> → </span>}
              {name}
            </span>
          ))}
        </p>
        <p>
          <a className="button button-strong" href={`${base === '' ? './' : base}${CARD_FILE}`} download>
            <Icon name="export" />
            <span>Quick reference (PDF)</span>
          </a>
        </p>
      </div>
    </div>
  )
}
