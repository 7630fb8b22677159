import type { JSX } from 'react'
import { placeMoments } from '../../src/present/key-moments.ts'
import { clock } from '../../src/present/plan.ts'

/** The key moments as a table: where the storyboard says they are, and where they are by the slides' lengths. */
export function Moments({ plan }: { readonly plan: readonly number[] }): JSX.Element {
  const moments = placeMoments(plan)
  const astray = moments.filter(({ agrees }) => !agrees).length
  return (
    <div className="moments">
      <p>
        The storyboard states a minute for each key moment; the slides’ lengths put {astray} of{' '}
        {moments.length} elsewhere.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Moment</th>
            <th scope="col">stated</th>
            <th scope="col">by the slides</th>
            <th scope="col">then on</th>
            <th scope="col">why it matters</th>
          </tr>
        </thead>
        <tbody>
          {moments.map(({ id, what, why, stated, starts, ends, slide, agrees, instead }) => (
            <tr key={id} className={agrees ? '' : 'moment-astray'}>
              <th scope="row">
                {id} {what}
              </th>
              <td>{clock(stated)}</td>
              <td>
                {clock(starts)}–{clock(ends)}
              </td>
              <td>{agrees ? `slide ${slide} ✓` : instead === null ? 'the end' : `slide ${instead}`}</td>
              <td className="moment-why">{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
