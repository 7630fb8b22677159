import type { JSX } from 'react'
import { POLICY_WORDS } from '../../engine/jitter/settings/policies.ts'
import type { ModeStudy } from './use-study.ts'
import { WideBox } from '../../ui/WideBox.tsx'

const ms = (time: number): string => `${(time / 1_000).toFixed(1)} ms`

/** Each timestamp player beside Moon's bound: one delay a talkspurt, and as many packets played. Nothing until known. */
export function TalkspurtTable({ found }: { readonly found: ModeStudy | null }): JSX.Element | null {
  const rows = (found?.policies ?? []).flatMap(({ policy, talkspurts }) =>
    talkspurts === null ? [] : [{ name: POLICY_WORDS[policy].name, ...talkspurts }],
  )
  const [first] = rows
  if (first === undefined) return null
  return (
    <>
      <p className="score-words">
        Moon’s bound: who sets the delay only in the silences of speech has one delay a talkspurt, the sound
        between two silences (
        {first.talkspurts === 1 ? 'here there is one talkspurt, and no silence' : `here ${first.talkspurts}`}
        ). The least mean delay such a player can have that plays as many packets as each of these:
      </p>
      <WideBox name="Table of Moon’s bound">
        <table>
          <thead>
            <tr>
              <th scope="col">Player</th>
              <th scope="col">Delay</th>
              <th scope="col">Least</th>
              <th scope="col">Played</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, played, delay, least }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{ms(delay)}</td>
                <td>{ms(least)}</td>
                <td>{played}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideBox>
      <p className="muted small">
        {first.holds
          ? 'These players change their delay in silences only, so none is below it.'
          : 'These players may change their delay at any packet, so a good one can come out below. With “How it gets there: in silences only” none can.'}
      </p>
    </>
  )
}
