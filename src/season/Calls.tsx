import type { JSX } from 'react'
import { callHref, CALLS } from './data/links.ts'

/** Where to go from here. */
export const Calls = ({ base }: { readonly base: string }): JSX.Element => (
  <ul className="calls" data-own-keys>
    {CALLS.map((call) => (
      <li key={call.name}>
        <a
          href={callHref(call, base)}
          {...(base === '' && call.address === null ? {} : { target: '_blank', rel: 'noreferrer' })}
        >
          {call.name}
        </a>
        <span>{call.what}</span>
      </li>
    ))}
  </ul>
)
